import type { Stack } from 'aws-cdk-lib';

/** Name of a store's bucket in a region, which every other region can name without a reference. */
export function objectBucketName(storeName: string, stack: Stack, region: string): string {
  return `${storeName}-${stack.account}-${region}`;
}
