import { hasReached, LATEST, type Position } from './position';
import { progressOf } from './progress';
import type { SqlClient } from './sql-client';

/** How to wait for a reader. */
export interface WaitForOptions {
  readonly engine: 'postgres' | 'mysql';
  readonly maxWaitMilliseconds: number;
}

/** Milliseconds between two questions. */
const AGAIN = 10;

/** Waits until a reader has got to a position, and says whether it has. */
export async function waitFor(client: SqlClient, position: Position, options: WaitForOptions): Promise<boolean> {
  const { engine, maxWaitMilliseconds } = options;
  if (engine === 'mysql' || position === LATEST) return false;
  for (const end = Date.now() + maxWaitMilliseconds; ;) {
    const progress = await progressOf(client, engine);
    if (progress.position === undefined) return false;
    if (hasReached(progress.position, position)) return true;
    if (Date.now() + AGAIN > end) return false;
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}
