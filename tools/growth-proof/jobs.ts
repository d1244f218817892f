import * as fc from 'fast-check';
import { GrowthStage } from '../../lib';
import type { StackTemplate } from '../../lib/growth/verdict';
import { readAssembly } from '../input/assembly';
import type { Choice } from '../input/choice';
import { Generator } from '../input/generator';
import { BY_TYPE, EXCLUDED, INPUTS } from '../input/inputs';
import { mixed } from '../input/plan';
import { PublicApi } from '../input/public-api';
import { HOME, World } from '../input/world';
import { Chains, type Chain } from './chains';
import { DATASTORE_LOSSES, datastoreSteps } from './global-datastore';
import { lostIdentities } from './identity';
import { judgeLoss, judgeUp, type Judged, type Pair, type Part } from './judged';
import { VIOLATIONS } from './planted';
import { LOSING_REGIONS, regionSteps, type RegionStep } from './regions';
import { Rules } from './rules';
import { CACHES, ENGINES, plainShape, stacksOf, type Cache, type Engine, type Shape } from './shape';
import { LOSING_SHARDS, shardSteps } from './shards';
import { LOSING_MOVES } from './sideways';
import { stepsOf, type Step } from './steps';
import { platforms } from './subject';
import { built, type BuiltApp } from './synthesis';
import { TABLES } from './tables';

/** Something to judge, which one process does by itself. */
export type Job =
  | { readonly kind: 'combination'; readonly engine: Engine; readonly cache: Cache }
  | { readonly kind: 'regions'; readonly engine: Engine }
  | { readonly kind: 'shards'; readonly engine: Engine }
  | { readonly kind: 'datastore' }
  | { readonly kind: 'losses' }
  | { readonly kind: 'chain'; readonly seed: number; readonly length: number; readonly focus: readonly string[] };

/** What came of a job. */
export interface JobResult {
  readonly judged: readonly Judged[];
  /** Properties, as `Owner.name`, that grew in generated pairs. */
  readonly grown?: readonly string[];
  /** Generated configurations that the library refused. */
  readonly refused?: number;
}

/** Everything but what is generated, the longest first. */
export function plainJobs(): Job[] {
  const combinations = ENGINES.flatMap((engine) =>
    CACHES.map((cache): Job => ({ kind: 'combination', engine, cache })),
  );
  const regions = ENGINES.map((engine): Job => ({ kind: 'regions', engine }));
  const shards = ENGINES.filter((engine) => engine !== 'rdsMysql').map((engine): Job => ({ kind: 'shards', engine }));
  return [...shards, ...regions, ...combinations, { kind: 'datastore' }, { kind: 'losses' }];
}

/** Does a job. */
export function run(job: Job): JobResult {
  if (job.kind === 'combination') return { judged: judgeCombination(job.engine, job.cache) };
  if (job.kind === 'regions') return { judged: judgeRows('regions', regionSteps(job.engine)) };
  if (job.kind === 'shards') return { judged: judgeRows('shards', shardSteps(job.engine)) };
  if (job.kind === 'datastore') return { judged: judgeRows('regions', datastoreSteps()) };
  if (job.kind === 'losses') return { judged: [...judgeLosses(), ...judgeViolations()] };
  return judgeChain(job.seed, job.length, job.focus);
}

/** The stages and steps of a combination of engines, which start from the same platforms. */
function judgeCombination(engine: Engine, cache: Cache): Judged[] {
  // In several regions each has what SCALE has.
  const single = GrowthStage.all().filter((stage) => stage !== GrowthStage.GLOBAL);
  const steps = single.flatMap((stage) => judgeSteps(plainShape(stage, engine, cache)));
  return [...judgeStages(engine, cache), ...steps];
}

function judgeStages(engine: Engine, cache: Cache): Judged[] {
  const stages = GrowthStage.all().map((stage) => ({ stage, stacks: stacksOf(plainShape(stage, engine, cache)) }));
  return pairsOf(stages).map(([from, to]) =>
    judgeUp(
      {
        part: 'pairs of stages',
        name: `${from.stage.name} to ${to.stage.name} with ${engine} and cache ${cache}`,
        before: from.stacks,
        after: to.stacks,
      },
      lostIdentities(from.stacks, to.stacks),
    ),
  );
}

function judgeRows(part: Part, steps: readonly RegionStep[]): Judged[] {
  return steps.map(({ name, from, to }) => {
    const [before, after] = [stacksOf(from), stacksOf(to)];
    return judgeUp({ part, name, before, after }, lostIdentities(before, after));
  });
}

function judgeSteps(shape: Shape): Judged[] {
  const starts = new Map<Step['from'], Shape>([[undefined, shape]]);
  return stepsOf(shape).flatMap(({ name, from, to }) => {
    const start = starts.get(from) ?? from?.(shape) ?? shape;
    starts.set(from, start);
    const end = to(start);
    if (!end) return [];
    const where = `at ${shape.stage.name} with ${shape.engine} and cache ${shape.cacheKind}`;
    return [
      attempt('single steps', `${name}, ${where}`, (pair) =>
        judgeUp({ ...pair, before: stacksOf(start), after: stacksOf(end) }),
      ),
    ];
  });
}

function judgeLosses(): Judged[] {
  return [...LOSING_MOVES, ...LOSING_REGIONS, ...LOSING_SHARDS, ...DATASTORE_LOSSES].map(
    ({ name, from, to, blocked }) =>
      attempt('losing moves', name, (pair) =>
        judgeLoss({ ...pair, before: stacksOf(from), after: stacksOf(to) }, blocked),
      ),
  );
}

/** A step up that is fine, and then is not. */
function judgeViolations(): Judged[] {
  const before = stacksOf(plainShape(GrowthStage.LAUNCH));
  const after = stacksOf(plainShape(GrowthStage.GROWTH));
  return VIOLATIONS.map(({ name, plant, blocked }) =>
    judgeLoss({ part: 'planted violations', name, before, after: plant(after) }, blocked),
  );
}

/** What the library refuses was written wrongly here, and is a failure of its own. */
function attempt(part: Part, name: string, judged: (pair: Pick<Pair, 'part' | 'name'>) => Judged): Judged {
  try {
    return judged({ part, name });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { part, name, problems: [`it is refused: ${error.message}`], interruptions: [] };
  }
}

function isRefusal(error: unknown): error is Error {
  return error instanceof Error && error.name === 'InvalidInputError';
}

/** Sets that are tried until one is sound: most fail because two properties do not fit together. */
const MOST_TRIES = 150;

function judgeChain(seed: number, length: number, focus: readonly string[]): JobResult {
  const chains = new Chains(api(), rules(), { length, focus });
  const subject = platforms(chains, length);
  let refused = 0;
  let refusal = '';
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const [chain] = fc.sample(subject, { seed: mixed(1000 * seed + attempt), numRuns: 1 });
    try {
      const apps = chain.links.map((link) => ({ link, stacksOf: builtOfChoice(link) }));
      const stacks = apps.map(({ link, stacksOf }) => ({ link, stacks: stacksOf() }));
      const judged = pairsOf(stacks).map(([from, to]) => judgeGenerated(seed, chain, from, to));
      return { judged, grown: chain.grown, refused };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refused++;
      refusal = error.message;
    }
  }
  const problem = `none of ${MOST_TRIES} sets in which ${focus.join(', ')} grow is accepted; the last one: ${refusal}`;
  return { judged: [{ part: 'generated', name: `seed ${seed}`, problems: [problem], interruptions: [] }], refused };
}

type Link = { readonly link: Choice; readonly stacks: StackTemplate[] };

function judgeGenerated(seed: number, { grown }: Chain<Choice>, from: Link, to: Link): Judged {
  const judged = judgeUp({ part: 'generated', name: `seed ${seed}`, before: from.stacks, after: to.stacks });
  if (judged.problems.length === 0) return judged;
  const texts = [`from ${from.link.text}`, `to ${to.link.text}`, `growing ${[...new Set(grown)].sort().join(', ')}`];
  return { ...judged, problems: [...judged.problems, ...texts] };
}

function builtOfChoice(set: Choice): BuiltApp {
  return built((app) => void set.make(new World(app, HOME)));
}

function pairsOf<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((from, index) => items.slice(index + 1).map((to): [T, T] => [from, to]));
}

let knownApi: PublicApi | undefined;
let knownRules: Rules | undefined;

/** The public API, read once. */
export function api(): PublicApi {
  return (knownApi ??= new PublicApi(readAssembly()));
}

/** How properties grow, looked up in the tables and in the API. */
export function rules(): Rules {
  const options = { inputs: INPUTS, byType: BY_TYPE, excluded: EXCLUDED };
  return (knownRules ??= new Rules(api(), new Generator(api(), options), TABLES));
}
