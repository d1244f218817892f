/** A bucket, and where it is. */
export interface RegionalBucket {
  readonly bucket: string;
  readonly region: string;
}

/** What a custom resource has S3 replicate, and where to. */
export interface ReplicatedBucket {
  readonly source: RegionalBucket;
  readonly destinations: readonly RegionalBucket[];
  /** ARN of the role that S3 replicates with. */
  readonly role: string;
}

/** Within what time S3 promises to replicate nearly every object. It offers no other. */
export const REPLICATION_MINUTES = 15;

/** Id of the rule that replicates to a region: S3 publishes its metrics by it. */
export function replicationRuleId(toRegion: string): string {
  return `to-${toRegion}`;
}
