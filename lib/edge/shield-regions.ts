import { Token } from 'aws-cdk-lib';

/**
 * Regions that have an Origin Shield
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/origin-shield.html#choose-origin-shield-region).
 */
const SHIELDS: readonly string[] = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'eu-central-1',
  'eu-west-1',
  'eu-west-2',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-2',
];

/** The nearest for regions that have none: the table of that page, and the next on the map for regions that are not in it. */
const NEAREST: Readonly<Record<string, string>> = {
  'af-south-1': 'eu-west-1',
  'ap-east-1': 'ap-southeast-1',
  'ap-northeast-3': 'ap-northeast-1',
  'ap-south-2': 'ap-south-1',
  'ap-southeast-3': 'ap-southeast-1',
  'ap-southeast-4': 'ap-southeast-2',
  'ca-central-1': 'us-east-1',
  'ca-west-1': 'us-west-2',
  'eu-central-2': 'eu-central-1',
  'eu-north-1': 'eu-west-2',
  'eu-south-1': 'eu-central-1',
  'eu-south-2': 'eu-west-1',
  'eu-west-3': 'eu-west-2',
  'il-central-1': 'eu-central-1',
  'me-central-1': 'ap-south-1',
  'me-south-1': 'ap-south-1',
  'us-west-1': 'us-west-2',
};

/** Where the shield of an origin stands; nowhere when it is not known where that is. */
export function shieldRegionFor(region: string): string | undefined {
  if (Token.isUnresolved(region)) return undefined;
  return SHIELDS.includes(region) ? region : NEAREST[region];
}
