import type { Node } from 'constructs';
import type { App } from 'aws-cdk-lib';
import { CacheKind, DatabaseEngine, GrowthStage } from '../lib';
import { regionRule } from '../lib/platform/platform-rules';
import { nameRule } from '../lib/private/names';
import { check, oneOf, refuse, type Rule } from '../lib/private/validate';

/** What the reference app reads from the command line (`-c key=value`) or from cdk.json. */
export interface Config {
  readonly name: string;
  readonly region: string;
  readonly stage: GrowthStage;
  readonly database: DatabaseEngine;
  readonly cache: CacheKind;
  readonly disposable: boolean;
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

const DISPOSABLE: Choices<boolean> = { false: () => false, true: () => true };

const DEFAULTS = {
  name: 'shop-prod',
  region: 'eu-west-1',
  stage: 'growth',
  database: 'aurora-postgres',
  cache: 'serverless',
  disposable: 'false',
};

/** Reads the context of the reference app, and refuses, all at once, what it does not know. */
export function readConfig(app: App): Config {
  const context = Object.fromEntries(
    Object.entries(DEFAULTS).map(([key, fallback]) => [key, String(app.node.tryGetContext(key) ?? fallback)]),
  ) as typeof DEFAULTS;
  check(
    app,
    keyRule(app.node),
    nameRule(context.name),
    regionRule('region', context.region),
    choiceRule('stage', context.stage, STAGES),
    choiceRule('database', context.database, DATABASES),
    choiceRule('cache', context.cache, CACHES),
    choiceRule('disposable', context.disposable, DISPOSABLE),
  );
  return {
    name: context.name,
    region: context.region,
    stage: chosen(context.stage, STAGES),
    database: chosen(context.database, DATABASES),
    cache: chosen(context.cache, CACHES),
    disposable: chosen(context.disposable, DISPOSABLE),
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

function chosen<T>(value: string, choices: Choices<T>): T {
  const choose = choices[value];
  if (!choose) throw new Error(`${value} was not checked`);
  return choose();
}
