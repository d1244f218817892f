import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a check came to. */
export interface Verdict {
  readonly name: string;
  readonly problems: readonly string[];
}

/** Prints what a check came to. */
export function printVerdict({ name, problems }: Verdict): void {
  console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name}`);
  for (const problem of problems) console.log(`    - ${problem}`);
}

/** Prints one line over all, and says whether everything holds. Nothing checked is nothing proved. */
export function printSummary(verdicts: readonly Verdict[]): boolean {
  const failed = verdicts.filter(({ problems }) => problems.length > 0).length;
  console.log(`${verdicts.length - failed} passed, ${failed} failed`);
  return failed === 0 && verdicts.length > 0;
}

/**
 * Runs a lane in a temporary folder of its own, which goes however the lane ends. A lane says itself what passed; one that
 * cannot come to its end has failed.
 */
export function runLane(name: string, main: (folder: string) => Promise<boolean>): void {
  // The real path: a lane may compare it with what is resolved in it.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `${name}-`)));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  // Where nothing is left to wait for before the end, it is not told so otherwise.
  process.exitCode = 1;
  main(folder)
    .then((passed) => {
      process.exitCode = passed ? 0 : 1;
    })
    .catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      console.log('0 passed, 1 failed');
      process.exitCode = 1;
    });
}
