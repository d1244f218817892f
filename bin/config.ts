import { Duration, type App } from 'aws-cdk-lib';
import type { Node } from 'constructs';
import { CacheKind, DatabaseEngine, GrowthStage, Scaling, ScalingPreset } from '../lib';
import { regionRule } from '../lib/platform/platform-rules';
import { MAX_SHARDS, nameRule } from '../lib/private/names';
import { check, oneOf, refuse, type Rule } from '../lib/private/validate';

/** What runs on the platform: public images that do nothing useful, or the reference service of `service/`. */
export type SampleImage = 'public' | 'service';

/** What the reference app reads from the command line (`-c key=value`) or from cdk.json. */
export interface Config {
  readonly name: string;
  /** The first is home. */
  readonly regions: string[];
  readonly stage: GrowthStage;
  readonly database: DatabaseEngine;
  readonly cache: CacheKind;
  /** Databases that the data is divided over. */
  readonly shards: number;
  readonly disposable: boolean;
  readonly image: SampleImage;
  readonly scaling: Scaling;
  /** Requests per second that a task of the web service is rated for; unknown where the CPU is followed. */
  readonly ratedRequests?: number;
  /** How old messages of the worker may get. */
  readonly messageAge: Duration;
}

type Choices<T> = Readonly<Record<string, () => T>>;

const STAGES: Choices<GrowthStage> = Object.fromEntries(GrowthStage.all().map((stage) => [stage.name, () => stage]));

const DATABASES: Choices<DatabaseEngine> = {
  'aurora-postgres': () => DatabaseEngine.auroraPostgres(),
  'rds-postgres': () => DatabaseEngine.rdsPostgres(),
  'rds-mysql': () => DatabaseEngine.rdsMysql(),
};

const CACHES: Choices<CacheKind> = {
  serverless: () => CacheKind.serverless(),
  nodes: () => CacheKind.nodes(),
};

/** By the load per task where `ratedRequests` says what a task can do, or by the CPU even then. */
const SCALING: Choices<Scaling> = {
  ...Object.fromEntries(ScalingPreset.all().map((preset) => [preset.name, () => Scaling.onLoad({ preset })])),
  cpu: () => Scaling.onCpuSteps(),
};

const DISPOSABLE: Choices<boolean> = { false: () => false, true: () => true };

const IMAGES: Choices<SampleImage> = { public: () => 'public', service: () => 'service' };

const DEFAULTS = {
  name: 'shop-prod',
  regions: 'eu-west-1',
  stage: 'growth',
  database: 'aurora-postgres',
  cache: 'serverless',
  shards: '1',
  disposable: 'false',
  image: 'public',
  scaling: 'balanced',
  ratedRequests: 'unknown',
  messageAge: '300',
};

/** Reads the context of the reference app, and refuses, all at once, what it does not know. */
export function readConfig(app: App): Config {
  const context = Object.fromEntries(
    Object.entries(DEFAULTS).map(([key, fallback]) => [key, String(app.node.tryGetContext(key) ?? fallback)]),
  ) as typeof DEFAULTS;
  const regions = context.regions.split(',');
  check(
    app,
    keyRule(app.node),
    nameRule(context.name),
    ...regions.map((region, index) => regionRule(`regions[${index}]`, region)),
    choiceRule('stage', context.stage, STAGES),
    choiceRule('database', context.database, DATABASES),
    choiceRule('cache', context.cache, CACHES),
    numberRule('shards', context.shards, 1, MAX_SHARDS, 2),
    choiceRule('disposable', context.disposable, DISPOSABLE),
    choiceRule('image', context.image, IMAGES),
    refuse(
      context.image === 'service' && context.database === 'rds-mysql',
      'image must be public with a database of MySQL, got "service"; the reference service speaks to PostgreSQL alone, say -c database=rds-postgres',
    ),
    refuse(
      context.image === 'service' && regions.length > 1,
      `image must be public with several regions, got "service"; the secret that signs its tokens is in one region alone, say -c regions=${regions[0]}`,
    ),
    choiceRule('scaling', context.scaling, SCALING),
    numberRule('ratedRequests', context.ratedRequests, 0.1, 100_000, 100),
    numberRule('messageAge', context.messageAge, 30, 86_400, 60),
  );
  return {
    name: context.name,
    regions,
    stage: chosen(context.stage, STAGES),
    database: chosen(context.database, DATABASES),
    cache: chosen(context.cache, CACHES),
    shards: Number(context.shards),
    disposable: chosen(context.disposable, DISPOSABLE),
    image: chosen(context.image, IMAGES),
    scaling: chosen(context.scaling, SCALING),
    ratedRequests: context.ratedRequests === DEFAULTS.ratedRequests ? undefined : Number(context.ratedRequests),
    messageAge: Duration.seconds(Number(context.messageAge)),
  };
}

/** A misspelt `database` would deploy the wrong one, which can never be converted. Keys of the CDK itself are no plain words. */
function keyRule(node: Node): Rule {
  const known = Object.keys(DEFAULTS);
  const context = Object.keys(node.getAllContext() as Record<string, unknown>);
  const unknown = context.filter((key) => /^[A-Za-z]+$/.test(key) && !known.includes(key));
  return refuse(
    unknown.length > 0,
    `context must have no other keys than ${known.join(', ')}, got ${unknown.join(', ')}; correct the spelling, or leave it out`,
  );
}

function choiceRule<T>(key: string, value: string, choices: Choices<T>): Rule {
  const known = Object.keys(choices);
  return oneOf(key, value, known, `say -c ${key}=${known[0]}`);
}

/** A number as the command line has it. */
function numberRule(key: keyof typeof DEFAULTS, value: string, least: number, most: number, sample: number): Rule {
  const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : NaN;
  return refuse(
    value !== DEFAULTS[key] && !(number >= least && number <= most),
    `${key} must be a number between ${least} and ${most}, got ${JSON.stringify(value)}; say -c ${key}=${sample}`,
  );
}

function chosen<T>(value: string, choices: Choices<T>): T {
  const choose = choices[value];
  if (!choose) throw new Error(`${value} was not checked`);
  return choose();
}
