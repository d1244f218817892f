import { Assembly } from '../../lib/growth/engine/assembly';
import { judgeAssemblies } from '../../lib/growth/judge';
import { Verdict, type Finding, type ResourceVerdict, type StackTemplate } from '../../lib/growth/verdict';

/** What a pair is about. */
export type Part =
  'pairs of stages' | 'regions' | 'shards' | 'single steps' | 'generated' | 'losing moves' | 'planted violations';

/** Parts in the order in which they are told. */
export const PARTS: readonly Part[] = [
  'pairs of stages',
  'regions',
  'shards',
  'single steps',
  'generated',
  'losing moves',
  'planted violations',
];

/** What became of a pair of configurations. */
export interface Judged {
  readonly part: Part;
  readonly name: string;
  /** What is wrong: nothing where everything is as it has to be. */
  readonly problems: readonly string[];
  readonly interruptions: readonly Interruption[];
}

/** Something that is out of reach for a while. */
export interface Interruption {
  /** What is out of reach: the path of its construct. */
  readonly construct: string;
  readonly property: string;
  readonly kind: string;
  readonly seconds: number;
}

/** Two configurations, the second of which is deployed over the first. */
export interface Pair {
  readonly part: Part;
  readonly name: string;
  readonly before: readonly StackTemplate[];
  readonly after: readonly StackTemplate[];
}

/** Judges a step up: nothing may be blocked, and nothing refused by CloudFormation. */
export function judgeUp({ part, name, before, after }: Pair, problems: readonly string[] = []): Judged {
  const verdicts = judgePair(before, after);
  return {
    part,
    name,
    problems: [
      ...problems,
      ...verdicts.filter(({ blocked, verdict }) => blocked || verdict === Verdict.REJECTED).map(described),
    ],
    interruptions: verdicts.flatMap(interruptionsOf),
  };
}

/** Judges a move that loses data: it has to be blocked where it does, with the reason and what to do instead. */
export function judgeLoss({ part, name, before, after }: Pair, expected: RegExp): Judged {
  const blocked = judgePair(before, after).filter((verdict) => verdict.blocked);
  const found = blocked.filter((verdict) => expected.test(constructOf(verdict)) || expected.test(verdict.resourceType));
  const mute = found.filter(({ findings }) => !findings.some(({ reason, remedy }) => reason && remedy));
  return {
    part,
    name,
    problems: [
      ...(found.length === 0
        ? [`nothing is blocked at ${expected.source}; blocked are ${blocked.map(constructOf).join(', ') || 'none'}`]
        : []),
      ...mute.map((verdict) => `${constructOf(verdict)} is blocked without a reason or a remedy`),
    ],
    interruptions: [],
  };
}

const assemblies = new WeakMap<readonly StackTemplate[], Assembly>();

function judgePair(before: readonly StackTemplate[], after: readonly StackTemplate[]): ResourceVerdict[] {
  return judgeAssemblies(assemblyOf(before), assemblyOf(after));
}

/** What a configuration refers to is looked up once: it is judged against many others. */
function assemblyOf(stacks: readonly StackTemplate[]): Assembly {
  const assembly = assemblies.get(stacks) ?? new Assembly(stacks);
  assemblies.set(stacks, assembly);
  return assembly;
}

function interruptionsOf(verdict: ResourceVerdict): Interruption[] {
  return verdict.findings.flatMap(({ property, interruption }) =>
    interruption ? [{ construct: constructOf(verdict), property, ...interruption }] : [],
  );
}

/** The path of a construct below its platform, without what every path has. */
function constructOf({ constructPath, stackName, logicalId }: ResourceVerdict): string {
  return (constructPath ?? `${stackName}/${logicalId}`)
    .replace(/\/(Resource|Default)$/, '')
    .replace(/^(Shop|Subject)\/([a-z]{2}-[a-z]+-\d\/)?/, '');
}

function described(verdict: ResourceVerdict): string {
  const { stackName, resourceType, findings } = verdict;
  const reasons = findings.map(({ verdict: kind, property, before, after, reason, remedy }: Finding) =>
    [`${kind} ${property}: ${short(before)} -> ${short(after)}`, reason, remedy].filter((text) => text).join('; '),
  );
  return `${constructOf(verdict)} (${resourceType} in ${stackName}) is ${verdict.verdict}: ${reasons.join(' | ')}`;
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 120);
}
