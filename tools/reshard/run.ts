import { needsOtherConnections } from '../../runtime/database/failures';
import type { Phase, ReshardGround } from './ground';
import type { Journal } from './journal';
import type { Levers } from './levers';
import type { MapStore } from './map-store';
import type { Slice } from './record';
import type { Sessions } from './sessions';

/** Milliseconds that databases which do not answer are waited for, since the last that was heard of any of them. */
const PATIENCE_MILLISECONDS = 300_000;
const RETRY_MILLISECONDS = 500;

/** States of SQL that pass: too many connections, and what is still being used. */
const PASSING = /^(53300|55006)$/;

/** A copy that cannot go on: it is begun again. */
export class CopyLostError extends Error {
  constructor({ from, to }: Pick<Slice, 'from' | 'to'>) {
    super(`the copy from shard ${from} to shard ${to} is lost`);
    this.name = 'CopyLostError';
  }
}

/** A reshard on its way. */
export interface Run {
  readonly ground: ReshardGround;
  readonly sessions: Sessions;
  readonly levers: Levers;
  readonly journal: Journal;
  readonly maps: MapStore;
}

/** Tells that slots have got to a phase. */
export async function reach(
  { ground }: Run,
  phase: Phase,
  { from, to }: Slice,
  slots: readonly number[],
): Promise<void> {
  await ground.onPhase?.({ phase, from, to, slots });
}

/** Does work that can be begun again at any point, until no database is missed any more. */
export async function persistently<T>({ ground, sessions }: Run, work: () => Promise<T>): Promise<T> {
  const { clock, say } = ground;
  let began = clock.now();
  for (let said = ''; ;) {
    const attempt = clock.now();
    try {
      return await work();
    } catch (error) {
      if (!mayPass(error)) throw error;
      // Where it went well for a while, this is another failure than the last one.
      if (clock.now() - attempt > 2 * RETRY_MILLISECONDS) began = attempt;
      if (clock.now() - began > PATIENCE_MILLISECONDS) throw error;
      const { message } = error as Error;
      if (message !== said) say(`trying again: ${message}`);
      said = message;
      await sessions.close();
      await clock.sleep(RETRY_MILLISECONDS);
    }
  }
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof CopyLostError || needsOtherConnections(error)) return true;
  const code = 'code' in error ? String(error.code) : '';
  return (
    PASSING.test(code) ||
    /timeout expired|timeout exceeded when trying to connect|Query read timeout/.test(error.message)
  );
}
