import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { DisposableContents } from '../../lib/contract/disposable';
import { answer, RESPOND_MS } from '../custom-resource/respond';
import { isDenied, whenAllowed, type Clock } from '../custom-resource/when-allowed';
import { emptyBucket, type Buckets } from './bucket';
import { DeadlineClock } from './deadline';
import { emptyVault, type Vaults } from './vault';

/** One request that is under way when the time is over, with its retries, and the answer. */
const RESERVE_MS = RESPOND_MS + 25_000;

/** What is used of AWS and of time. */
export interface Ports {
  readonly s3: Buckets;
  readonly backup: Vaults;
  readonly clock: Clock;
}

/** Empties a disposable bucket or vault that is about to be deleted, and always answers. */
export function handle(event: CloudFormationCustomResourceEvent, remainingMs: number, ports: Ports): Promise<void> {
  const { bucket, vault } = event.ResourceProperties as DisposableContents & { ServiceToken: string };
  return answer(
    event,
    (ms) => ports.clock.sleep(ms),
    async () => {
      if (event.RequestType !== 'Delete') return;
      const clock = new DeadlineClock(ports.clock, remainingMs - RESERVE_MS, `${bucket ?? vault} is not empty`);
      if (bucket !== undefined) await empty(bucket, ports.s3, emptyBucket, clock);
      if (vault !== undefined) await empty(vault, ports.backup, emptyVault, clock);
    },
    // With the successor of a bucket comes another id: CloudFormation then asks to empty the former one.
    bucket ?? vault,
  );
}

async function empty<Port extends { isDisposable(name: string): Promise<boolean> }>(
  name: string,
  port: Port,
  deleteAll: (name: string, port: Port, clock: DeadlineClock) => Promise<number>,
  clock: DeadlineClock,
): Promise<void> {
  if (await isDisposable(name, port, clock)) {
    console.info({ message: 'emptied', name, deleted: await deleteAll(name, port, clock) });
  } else {
    console.info({ message: 'left alone: gone, or not disposable any more', name });
  }
}

/** AWS Backup denies what it does not know. Whether it is gone or not, CloudFormation finds out next. */
async function isDisposable(name: string, port: Pick<Buckets, 'isDisposable'>, clock: Clock): Promise<boolean> {
  try {
    return await whenAllowed(() => port.isDisposable(name), clock);
  } catch (error) {
    if (!isDenied(error)) throw error;
    console.error({ message: 'denied', name, reason: String(error) });
    return false;
  }
}
