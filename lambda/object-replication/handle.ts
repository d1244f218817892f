import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { ReplicatedBucket } from '../../lib/contract/object-replication';
import { answer } from '../custom-resource/respond';
import type { Clock } from '../custom-resource/when-allowed';
import { replicate, stopReplicating, type Buckets } from './replicate';

/** What is used of AWS and of time. */
export interface Ports {
  readonly s3: Buckets;
  readonly clock: Clock;
}

/** Has a bucket replicated, or no longer, and always answers. */
export function handle(event: CloudFormationCustomResourceEvent, { s3, clock }: Ports): Promise<void> {
  const what = event.ResourceProperties as ReplicatedBucket & { ServiceToken: string };
  return answer(
    event,
    (ms) => clock.sleep(ms),
    () => (event.RequestType === 'Delete' ? stopReplicating(what, s3, clock) : replicate(what, s3, clock)),
    // With another bucket comes another id: CloudFormation then asks to stop replicating the former one.
    what.source.bucket,
  );
}
