import type { DeadlineClock } from './deadline';
import { eachPage, type Page } from './pages';

/** A backup in a vault. */
export interface RecoveryPoint {
  readonly arn: string;
  readonly status: string;
}

/** What is used of AWS Backup. */
export interface Vaults {
  /** Whether the vault is there and says that it may be emptied. */
  isDisposable(vault: string): Promise<boolean>;
  listRecoveryPoints(vault: string, next?: unknown): Promise<Page<RecoveryPoint>>;
  /** Fails while the backup cannot be deleted, such as while it is being made. */
  deleteRecoveryPoint(vault: string, arn: string): Promise<void>;
}

/** Deleting a backup of a database takes AWS some minutes. */
const PAUSE_MS = 10_000;
/** A backup that is refused for so long will not be deleted by asking once more. */
const PATIENCE_MS = 300_000;

/**
 * Deletes every backup, and waits until the vault is seen empty.
 *
 * @returns How many there were.
 */
export async function emptyVault(vault: string, backup: Vaults, clock: DeadlineClock): Promise<number> {
  const seen = new Set<string>();
  for (let lastProgress = clock.now(), left = Infinity; ; await clock.sleep(PAUSE_MS)) {
    const points = await listAll(vault, backup);
    points.forEach(({ arn }) => seen.add(arn));
    if (points.length === 0) return seen.size;
    const refusals = await deleteAll(vault, points, backup, clock);
    if (points.length < left || refusals.length < points.length) lastProgress = clock.now();
    left = points.length;
    if (clock.now() - lastProgress >= PATIENCE_MS) {
      throw new Error(
        `vault ${vault} keeps ${refusals.length} backups, the first is ${refusals[0]}; delete the stack again when they can be deleted`,
      );
    }
  }
}

async function listAll(vault: string, backup: Vaults): Promise<RecoveryPoint[]> {
  const points: RecoveryPoint[] = [];
  await eachPage(
    (next) => backup.listRecoveryPoints(vault, next),
    (page) => points.push(...page),
  );
  return points;
}

/** One after the other: AWS Backup takes few requests a second. */
async function deleteAll(
  vault: string,
  points: readonly RecoveryPoint[],
  backup: Vaults,
  clock: DeadlineClock,
): Promise<string[]> {
  const refusals: string[] = [];
  for (const { arn, status } of points) {
    if (status === 'DELETING') continue;
    clock.check();
    try {
      await backup.deleteRecoveryPoint(vault, arn);
    } catch (error) {
      refusals.push(`${arn} (${status}): ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return refusals;
}
