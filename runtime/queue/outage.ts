import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseUnavailableError, needsOtherConnections } from '../database/failures';
import { backoff } from '../support/backoff';

/** What the clients of the AWS SDK throw. */
interface SdkError {
  readonly $fault?: unknown;
  readonly $retryable?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * Whether an error says that a part is missing which the work needs: a database without a connection, a service of AWS that is not
 * reached, fails by itself or asks to be asked less. It says nothing about the job: another attempt while the part is missing
 * fails too, and one after it is back may not.
 */
export function isOutage(error: unknown): boolean {
  if (error instanceof DatabaseUnavailableError || needsOtherConnections(error)) return true;
  const { $fault, $retryable, $metadata } = (error ?? {}) as SdkError;
  const status = $metadata?.httpStatusCode ?? 0;
  return $fault === 'server' || $retryable !== undefined || status === 429 || status >= 500;
}

/** How a job waits for a part. */
export interface PatienceOptions {
  readonly isOutage: (error: unknown) => boolean;
  readonly onError: (error: unknown) => void;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

const BACKOFF = { firstMilliseconds: 500, mostMilliseconds: 10_000 } as const;

/** SQS hides a message for 12 hours in all, however often that is extended. */
const PATIENCE = 6 * 3600_000;

/** Does the work again for as long as a part is missing. Throws what the job itself fails with, or the outage when the waiting ends. */
export async function throughOutages(work: () => Promise<void>, options: PatienceOptions): Promise<void> {
  const end = Date.now() + PATIENCE;
  for (let failures = 1; ; failures++) {
    try {
      return await work();
    } catch (error) {
      options.onError(error);
      if (options.signal.aborted || Date.now() > end || !options.isOutage(error)) throw error;
      await sleep(backoff(failures, BACKOFF), undefined, { signal: options.signal }).catch(() => undefined);
      if (options.signal.aborted) throw error;
    }
  }
}
