import { setTimeout as sleep } from 'node:timers/promises';

/** Tries until it is true, and fails with the last reason when it is not in time. */
export async function until(
  what: string,
  seconds: number,
  attempt: () => Promise<boolean>,
  pauseMilliseconds = 50,
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  let reason = '';
  for (;;) {
    try {
      if (await attempt()) return;
    } catch (error) {
      if (error instanceof Fatal) throw error;
      reason = `: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (Date.now() > end) throw new Error(`${what} within ${seconds} seconds did not happen${reason}`);
    await sleep(pauseMilliseconds);
  }
}

/** Waiting longer is of no use. */
export class Fatal extends Error {}
