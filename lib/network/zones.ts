/** What is known of a region at synthesis. */
interface Region {
  /** Ids of its Availability Zones. */
  readonly zones: readonly string[];
  /** Where backups are copied to: in the same country where that has two regions, otherwise on the same continent. */
  readonly copies?: string;
}

/**
 * Availability Zone ids of a region, three each where the region has three that every service of the platform supports.
 *
 * Ids and not names, because `eu-west-1a` is another building in every account while `euw1-az1` is the same everywhere, and
 * because reading names would need credentials at synthesis (docs/adr/0004-zones.md). Zones in which CloudFront cannot
 * create a VPC origin are left out (use1-az3, usw1-az2, cac1-az3, apne1-az3, apne2-az1:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html).
 */
const REGIONS: Readonly<Record<string, Region>> = {
  'af-south-1': { zones: ['afs1-az1', 'afs1-az2', 'afs1-az3'] },
  'ap-east-1': { zones: ['ape1-az1', 'ape1-az2', 'ape1-az3'], copies: 'ap-southeast-1' },
  'ap-northeast-1': { zones: ['apne1-az1', 'apne1-az2', 'apne1-az4'], copies: 'ap-northeast-3' },
  'ap-northeast-2': { zones: ['apne2-az2', 'apne2-az3', 'apne2-az4'], copies: 'ap-northeast-1' },
  'ap-northeast-3': { zones: ['apne3-az1', 'apne3-az2', 'apne3-az3'], copies: 'ap-northeast-1' },
  'ap-south-1': { zones: ['aps1-az1', 'aps1-az2', 'aps1-az3'], copies: 'ap-south-2' },
  'ap-south-2': { zones: ['aps2-az1', 'aps2-az2', 'aps2-az3'], copies: 'ap-south-1' },
  'ap-southeast-1': { zones: ['apse1-az1', 'apse1-az2', 'apse1-az3'], copies: 'ap-northeast-1' },
  'ap-southeast-2': { zones: ['apse2-az1', 'apse2-az2', 'apse2-az3'], copies: 'ap-southeast-4' },
  'ap-southeast-3': { zones: ['apse3-az1', 'apse3-az2', 'apse3-az3'], copies: 'ap-southeast-1' },
  'ap-southeast-4': { zones: ['apse4-az1', 'apse4-az2', 'apse4-az3'], copies: 'ap-southeast-2' },
  'ca-central-1': { zones: ['cac1-az1', 'cac1-az2', 'cac1-az4'], copies: 'ca-west-1' },
  'ca-west-1': { zones: ['caw1-az1', 'caw1-az2', 'caw1-az3'], copies: 'ca-central-1' },
  'eu-central-1': { zones: ['euc1-az1', 'euc1-az2', 'euc1-az3'], copies: 'eu-west-1' },
  'eu-central-2': { zones: ['euc2-az1', 'euc2-az2', 'euc2-az3'], copies: 'eu-central-1' },
  'eu-north-1': { zones: ['eun1-az1', 'eun1-az2', 'eun1-az3'], copies: 'eu-central-1' },
  'eu-south-1': { zones: ['eus1-az1', 'eus1-az2', 'eus1-az3'], copies: 'eu-central-1' },
  'eu-south-2': { zones: ['eus2-az1', 'eus2-az2', 'eus2-az3'], copies: 'eu-west-1' },
  'eu-west-1': { zones: ['euw1-az1', 'euw1-az2', 'euw1-az3'], copies: 'eu-central-1' },
  'eu-west-2': { zones: ['euw2-az1', 'euw2-az2', 'euw2-az3'], copies: 'eu-west-1' },
  'eu-west-3': { zones: ['euw3-az1', 'euw3-az2', 'euw3-az3'], copies: 'eu-central-1' },
  'il-central-1': { zones: ['ilc1-az1', 'ilc1-az2', 'ilc1-az3'] },
  'me-central-1': { zones: ['mec1-az1', 'mec1-az2', 'mec1-az3'], copies: 'me-south-1' },
  'me-south-1': { zones: ['mes1-az1', 'mes1-az2', 'mes1-az3'], copies: 'me-central-1' },
  'sa-east-1': { zones: ['sae1-az1', 'sae1-az2', 'sae1-az3'] },
  'us-east-1': { zones: ['use1-az1', 'use1-az2', 'use1-az4'], copies: 'us-west-2' },
  'us-east-2': { zones: ['use2-az1', 'use2-az2', 'use2-az3'], copies: 'us-west-2' },
  'us-west-1': { zones: ['usw1-az1', 'usw1-az3'], copies: 'us-east-2' },
  'us-west-2': { zones: ['usw2-az1', 'usw2-az2', 'usw2-az3'], copies: 'us-east-2' },
};

/** The pinned zone ids of a region, or `undefined` for a region that is not in the table. */
export function zoneIdsOf(region: string): readonly string[] | undefined {
  return regionOf(region)?.zones;
}

/** Where backups of a region are copied to, or `undefined` for a region that is alone on its continent. */
export function copyRegionOf(region: string): string | undefined {
  return regionOf(region)?.copies;
}

/** The regions in the table. */
export function knownRegions(): string[] {
  return Object.keys(REGIONS);
}

function regionOf(region: string): Region | undefined {
  return Object.hasOwn(REGIONS, region) ? REGIONS[region] : undefined;
}
