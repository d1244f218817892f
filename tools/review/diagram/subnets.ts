import { word } from '../model/json';
import type { Model, Resource } from '../model/model';
import { publicSubnets, subnetsOf } from '../model/network';
import { compare } from '../../../lib/private/compare';
import type { Place } from './graph';

/** Subnets with the same task, one in each zone. */
export interface SubnetTier {
  readonly place: 'public' | 'private' | 'isolated';
  readonly name: string;
  readonly subnets: readonly Resource[];
  readonly zones: readonly string[];
}

const NAMES = { public: 'Public subnets', private: 'App subnets', isolated: 'Data subnets' } as const;

/** The tiers of subnets by where their routes lead: to the internet, out through NAT, or nowhere. */
export function tiersOf(model: Model): SubnetTier[] {
  const open = publicSubnets(model);
  const leading = model
    .ofType('AWS::EC2::Route')
    .filter(({ properties }) => properties.NatGatewayId ?? properties.InstanceId ?? properties.NetworkInterfaceId)
    .flatMap(({ properties }) => model.references(properties.RouteTableId));
  const out = model
    .ofType('AWS::EC2::SubnetRouteTableAssociation')
    .filter(({ properties }) => model.references(properties.RouteTableId).some((table) => leading.includes(table)))
    .flatMap(({ properties }) => model.references(properties.SubnetId));
  return (['public', 'private', 'isolated'] as const)
    .map((place): SubnetTier => {
      const subnets = model
        .ofType('AWS::EC2::Subnet')
        .filter(
          (subnet) => (open.includes(subnet) ? 'public' : out.includes(subnet) ? 'private' : 'isolated') === place,
        )
        .sort((one, other) => compare(one.path, other.path));
      return { place, name: nameOf(place, subnets), subnets, zones: subnets.map(zoneOf) };
    })
    .filter(({ subnets }) => subnets.length > 0);
}

/** The name that the tier's own subnets have in common, where they have one: `Network/App/Zone1` is `App`. */
function nameOf(place: SubnetTier['place'], subnets: readonly Resource[]): string {
  const names = new Set(subnets.map(({ label }) => label.split('/').at(-2)));
  const [name] = names;
  return names.size === 1 && name && /^[A-Z][a-z]+$/.test(name) ? `${name} subnets` : NAMES[place];
}

function zoneOf({ properties }: Resource): string {
  return word(properties.AvailabilityZoneId ?? properties.AvailabilityZone, 'zone');
}

/** Where a resource is: in a tier of subnets, or in none. */
export function placeOf(model: Model, resource: Resource, tiers: readonly SubnetTier[]): Place {
  const subnets = subnetsOf(model, resource);
  return tiers.find((tier) => tier.subnets.some((subnet) => subnets.includes(subnet)))?.place ?? 'regional';
}
