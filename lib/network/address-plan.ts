import { Tier } from './tier';

/**
 * Third octets of the subnets in a /16, for three zones, whether or not the third one is used. A range is a create-only
 * property of a subnet, so the plan is fixed for ever:
 *
 * | tier   | zone 1        | zone 2        | zone 3         | addresses each |
 * | ------ | ------------- | ------------- | -------------- | -------------- |
 * | Public | x.y.0.0/22    | x.y.4.0/22    | x.y.8.0/22     | 1,019          |
 * | Data   | x.y.16.0/22   | x.y.20.0/22   | x.y.24.0/22    | 1,019          |
 * | App    | x.y.64.0/18   | x.y.128.0/18  | x.y.192.0/18   | 16,379         |
 *
 * App subnets are the large ones: each Fargate task takes an address. x.y.32.0/19 stays free.
 */
const PLAN: Readonly<Record<Tier, { readonly octets: readonly number[]; readonly mask: number }>> = {
  [Tier.PUBLIC]: { octets: [0, 4, 8], mask: 22 },
  [Tier.DATA]: { octets: [16, 20, 24], mask: 22 },
  [Tier.APP]: { octets: [64, 128, 192], mask: 18 },
};

/** The address ranges of a tier's subnets, one for each of three zones. */
export function subnetCidrs(vpcCidr: string, tier: Tier): string[] {
  const [first, second] = vpcCidr.split('.');
  const { octets, mask } = PLAN[tier];
  return octets.map((octet) => `${first}.${second}.${octet}.0/${mask}`);
}
