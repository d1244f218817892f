import { giveUp } from './give-up';
import type { ReshardGround } from './ground';
import { HEARTBEAT_MILLISECONDS, Journal } from './journal';
import { MapStore } from './map-store';
import { moveSlices } from './move-slices';
import { planReshard, type PlannedReshard } from './plan-reshard';
import { isOver, readRecord, RESHARD_RECORD, slicesOf, type ReshardRecord } from './record';
import { commandOf, isSameRequest, type ReshardRequest } from './request';
import { ReshardError } from './reshard-error';
import type { Run } from './run';
import { Sessions } from './sessions';
import { sqlLevers } from './shard/sql-levers';

/** Moves slots as they were asked for. Said again while that is in progress, it goes on. */
export async function reshard(ground: ReshardGround, request: ReshardRequest): Promise<ReshardRecord> {
  const { record: known, version } = await recordOf(ground);
  if (known && !isOver(known)) {
    if (isSameRequest(known.request, request)) return resume(ground);
    throw new ReshardError(
      `${commandOf(known.request)} must be over first, got it in progress; use --resume or --abort`,
    );
  }
  return withRun(ground, async (parts) => {
    const { map, plan } = await planReshard(parts, request);
    const began = new Date(ground.clock.now()).toISOString();
    const record: ReshardRecord = {
      request,
      began,
      state: 'moving',
      before: { shards: map.shards, pins: map.pins },
      after: { shards: plan.shards, pins: plan.pins },
      slices: slicesOf(plan.pairs, ground.limits.sliceSlots, began),
      pauses: [],
      rows: 0,
      holder: ground.holder,
      heldUntil: began,
    };
    return hold({ ...parts, journal: new Journal(ground, record, version) }, 'done', moveSlices);
  });
}

/** Goes on with what is in progress. */
export async function resume(ground: ReshardGround): Promise<ReshardRecord> {
  const { record, version } = await inProgress(ground);
  const isTakenBack = record.state === 'taken back';
  return withRun(ground, (parts) =>
    hold(
      { ...parts, journal: new Journal(ground, record, version) },
      isTakenBack ? 'aborted' : 'done',
      isTakenBack ? giveUp : moveSlices,
    ),
  );
}

/** Gives up what is in progress. Slots that have changed hands stay where they are. */
export async function abort(ground: ReshardGround): Promise<ReshardRecord> {
  const { record, version } = await inProgress(ground);
  return withRun(ground, (parts) =>
    hold({ ...parts, journal: new Journal(ground, { ...record, state: 'taken back' }, version) }, 'aborted', giveUp),
  );
}

/** What would be done, and that nothing keeps it from being done. */
export function dryRun(ground: ReshardGround, request: ReshardRequest): Promise<PlannedReshard> {
  return withRun(ground, (parts) => planReshard(parts, request));
}

/** What is in progress, or was last. */
export async function recordOf({
  store,
}: Pick<ReshardGround, 'store'>): Promise<{ record?: ReshardRecord; version: number }> {
  const { value, version } = await store.read(RESHARD_RECORD);
  return value === undefined ? { version } : { record: readRecord(value), version };
}

/** What is in progress. Whoever died at it still holds it for a moment: that is waited for, unless it turns out to be alive. */
async function inProgress(ground: ReshardGround): Promise<{ record: ReshardRecord; version: number }> {
  const { clock, holder, say } = ground;
  const { record, version } = await recordOf(ground);
  if (!record || isOver(record)) throw new ReshardError('Nothing is in progress.');
  const left = Date.parse(record.heldUntil) - clock.now();
  if (record.holder === holder || left <= 0) return { record, version };
  say(`waiting: somebody else may be at work until ${record.heldUntil}`);
  await clock.sleep(left);
  const later = await recordOf(ground);
  if (later.version === version) return { record, version };
  throw new ReshardError('Somebody else is at work. See how far with --status.');
}

async function withRun<T>(ground: ReshardGround, work: (parts: Omit<Run, 'journal'>) => Promise<T>): Promise<T> {
  const sessions = new Sessions(ground.connections);
  try {
    const levers = sqlLevers(sessions, ground.connections, ground.clock);
    return await work({ ground, sessions, levers, maps: new MapStore(ground.store) });
  } finally {
    await sessions.close();
  }
}

/** Works while holding the journal, and lets go of it in the end. */
async function hold(
  run: Run,
  outcome: ReshardRecord['state'],
  work: (run: Run) => Promise<void>,
): Promise<ReshardRecord> {
  const { journal } = run;
  await journal.write();
  // Who has been overtaken notices with the next write of its own.
  const heartbeat = setInterval(() => void journal.write().catch(() => {}), HEARTBEAT_MILLISECONDS);
  try {
    await work(run);
    await journal.write({ state: outcome });
    return journal.record;
  } finally {
    clearInterval(heartbeat);
    await journal.release().catch(() => {});
  }
}
