/**
 * Ids of the prefix list `com.amazonaws.global.cloudfront.origin-facing`, which AWS manages in every region: the addresses that
 * CloudFront connects to origins from, by the list of
 * https://aws.amazon.com/blogs/networking-and-content-delivery/limit-access-to-your-origins-using-the-aws-managed-prefix-list-for-amazon-cloudfront/
 * A lookup would need credentials at synthesis. Check or extend it with
 * `aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values=com.amazonaws.global.cloudfront.origin-facing`.
 */
const ORIGIN_FACING_PREFIX_LISTS: Record<string, string> = {
  'us-east-1': 'pl-3b927c52',
  'us-east-2': 'pl-b6a144df',
  'us-west-1': 'pl-4ea04527',
  'us-west-2': 'pl-82a045eb',
  'ca-central-1': 'pl-38a64351',
  'sa-east-1': 'pl-5da64334',
  'eu-central-1': 'pl-a3a144ca',
  'eu-north-1': 'pl-fab65393',
  'eu-west-1': 'pl-4fa04526',
  'eu-west-2': 'pl-93a247fa',
  'eu-west-3': 'pl-75b1541c',
  'ap-northeast-1': 'pl-58a04531',
  'ap-northeast-2': 'pl-22a6434b',
  'ap-south-1': 'pl-9aa247f3',
  'ap-southeast-1': 'pl-31a34658',
  'ap-southeast-2': 'pl-b8a742d1',
};

/** The prefix list of a region, where it is known. */
export function originFacingPrefixListOf(region: string): string | undefined {
  return ORIGIN_FACING_PREFIX_LISTS[region];
}

/** Regions whose prefix list is known. */
export function regionsWithPrefixList(): string[] {
  return Object.keys(ORIGIN_FACING_PREFIX_LISTS);
}
