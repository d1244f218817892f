import { PHASES, type Phase } from '../reshard/ground';
import { Random } from '../simulate/random';
import type { ShardDrill } from './drill';
import { VICTIMS, type Kill, type Victim } from './harm';
import { accountKey } from './load/plan';

/** Databases that the drills take place on. */
export const SHARDS = 5;

/** The key that is asked for most where keys are not all alike. */
const HOT_KEY = accountKey(0);

/** One shard and two, in turn: half of all slots move, with as few databases as can be. */
const THERE = { asked: { kind: 'add', count: 1 }, owners: [0, 1] } as const;
const BACK = { asked: { kind: 'drain', shard: 1 }, owners: [0] } as const;

/** What nobody disturbs, from one shard on, and one move that is taken back when the first slots have gone: those stay. */
const GROWTH: readonly ShardDrill[] = [
  { name: '1 to 2 shards', skew: 'uniform', ...THERE },
  {
    name: '2 to 3 shards, taken back half way',
    skew: 'zipf',
    asked: { kind: 'add', count: 1 },
    abortAt: 'accepted',
    owners: [0, 1, 2],
  },
  { name: '2 to 3 shards', skew: 'uniform', asked: { kind: 'add', count: 1 }, owners: [0, 1, 2] },
  { name: '3 to 5 shards', skew: 'zipf', asked: { kind: 'add', count: 2 }, owners: [0, 1, 2, 3, 4] },
  { name: 'drain a shard', skew: 'uniform', asked: { kind: 'drain', shard: 4 }, owners: [0, 1, 2, 3] },
  { name: 'pin a hot key', skew: 'zipf', asked: { kind: 'pin', key: HOT_KEY }, owners: [0, 1, 2, 3, 4] },
];

/** Each victim in one phase, which the seed says, and all moves that nobody disturbs. */
export function sampledDrills(seed: number): ShardDrill[] {
  const random = new Random(seed, 'phases of shard drills');
  const phase = () => PHASES[Math.floor(random.uniform() * PHASES.length)];
  return [...killing(VICTIMS.map((victim) => ({ victim, phase: phase() }))), ...GROWTH];
}

/** Each victim in each phase, and all moves that nobody disturbs. */
export function allDrills(): ShardDrill[] {
  const kills = PHASES.flatMap((phase) => VICTIMS.map((victim) => ({ victim, phase })));
  return [...killing(kills), ...GROWTH];
}

/** Moves from one shard to two and back, an even number of them, each with its kill. */
function killing(kills: readonly Kill[]): ShardDrill[] {
  return kills.map((kill, index) => ({
    name: `${index % 2 === 0 ? '1 to 2 shards' : '2 shards to 1'}, ${said(kill)}`,
    skew: index % 4 < 2 ? 'uniform' : 'zipf',
    kill,
    ...(index % 2 === 0 ? THERE : BACK),
  }));
}

const NAMES: Readonly<Record<Victim, string>> = {
  resharder: 'the resharder',
  source: 'the source',
  target: 'the target',
  reader: 'a reader of the map',
};

function said({ victim, phase }: { readonly victim: Victim; readonly phase: Phase }): string {
  return `${NAMES[victim]} killed when slots are ${phase}`;
}
