import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from './ground/world';
import type { Outage } from './judge/experience';
import type { Loads } from './load/loads';
import type { Phase } from '../reshard/ground';
import type { Asked, Ended, Resharder } from './resharder';

/** What is killed: the resharder, a shard that slots leave or that they come to, or a client that routes by a map of its own. */
export const VICTIMS = ['resharder', 'source', 'target', 'reader'] as const;

export type Victim = (typeof VICTIMS)[number];

/** What is killed, once slots have got to which phase. */
export interface Kill {
  readonly victim: Victim;
  readonly phase: Phase;
}

/** A move, and what is done to it. */
export interface Move {
  readonly asked: Asked;
  readonly kill?: Kill;
  /** The phase in which it is stopped and taken back. */
  readonly abortAt?: Phase;
}

/** What came of it. */
export interface Harm {
  readonly outages: readonly Outage[];
  readonly problems: readonly string[];
}

/** Milliseconds for which a shard that was killed stays away, and for which its clients may go on to find dead connections. */
const AWAY = 1000;
const SETTLING = 1000;

/** Milliseconds until somebody resumes what a resharder that died has begun: longer than a fence lasts. */
const UNATTENDED = 3500;

/** How often a move is resumed that a shard that was killed has ended. */
const RESUMPTIONS = 3;

/** Moves slots, and kills or stops what the drill says. */
export async function harm(world: World, loads: Loads, move: Move): Promise<Harm> {
  const { asked, kill, abortAt } = move;
  const diesAt = kill?.victim === 'resharder' ? kill.phase : abortAt;
  const resharder = world.reshard(asked, diesAt);
  if (diesAt !== undefined) return afterDeath(world, await resharder.ended, abortAt === undefined ? 'resume' : 'abort');
  if (kill === undefined) return { outages: [], problems: problemsOf(await resharder.ended) };
  const reached = await resharder.reached(kill.phase);
  if (reached === undefined)
    return { outages: [], problems: [`no slots got to ${kill.phase}`, ...problemsOf(await resharder.ended)] };
  if (kill.victim === 'reader') {
    await loads.killOne();
    return { outages: [], problems: problemsOf(await resharder.ended) };
  }
  const outage = await killShard(world, kill.victim === 'source' ? reached.from : reached.to);
  return { outages: [outage], problems: await untilDone(world, resharder) };
}

/** Whoever resumes it, or takes it back, comes when fences have run out: writes go on without anybody. */
async function afterDeath(world: World, ended: Ended, kind: 'resume' | 'abort'): Promise<Harm> {
  const problems =
    ended.code === 'SIGKILL' ? [] : [`the resharder was to be killed, and ended with ${ended.code}: ${ended.said}`];
  await sleep(kind === 'resume' ? UNATTENDED : 0);
  return { outages: [], problems: [...problems, ...problemsOf(await world.reshard({ kind }).ended)] };
}

async function killShard(world: World, number: number): Promise<Outage> {
  const shard = world.ground.shards[number];
  const from = Date.now();
  await shard.kill();
  await sleep(AWAY);
  await shard.start();
  return { shard: number, from, to: Date.now() + SETTLING };
}

/** Waits for a move to end, and resumes it as often as the loss of a shard ends it. */
async function untilDone(world: World, first: Resharder): Promise<string[]> {
  let ended = await first.ended;
  for (let times = 0; ended.code !== 0 && times < RESUMPTIONS; times++) {
    ended = await world.reshard({ kind: 'resume' }).ended;
  }
  return problemsOf(ended);
}

function problemsOf({ code, said }: Ended): string[] {
  return code === 0 ? [] : [`the resharder ended with ${code}: ${said.trim()}`];
}
