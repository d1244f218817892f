import { Stack, Token } from 'aws-cdk-lib';

/** Name of a store's bucket in a region, which every other region can name without a reference. */
export function objectBucketName(storeName: string, stack: Stack, region: string): string {
  return `${storeName}-${stack.account}-${region}`;
}

/** An ARN as cdk-nag shows it in its finding about a wildcard, which is where the acknowledgement has to say the same. */
export function wildcardFinding(stack: Stack, arn: string): string {
  const tokens = { AccountId: stack.account, Partition: stack.partition, Region: stack.region };
  const shown = Object.entries(tokens).reduce(
    (text, [name, value]) => (Token.isUnresolved(value) ? text.replaceAll(value, `<AWS::${name}>`) : text),
    arn,
  );
  return `AwsSolutions::AwsSolutions-IAM5[Resource::${shown}]`;
}
