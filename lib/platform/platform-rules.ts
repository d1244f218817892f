import type { PlatformProps } from './platform-props';
import { knownRegions, zoneIdsOf } from '../network/zones';
import { nameRule } from '../private/names';
import { items, listRule, matches, refuse, shown, type Rule } from '../private/validate';

/** What a platform refuses. */
export function platformRules(props: PlatformProps): Rule[] {
  return [
    nameRule(props.name),
    ...regionsRules(props.regions),
    matches('account', props.account, /^\d{12}$/, 'be the 12 digits of an AWS account', 'leave it out for any account'),
  ];
}

function regionsRules(regions: string[]): Rule[] {
  const [region] = items(regions);
  if (region === undefined || regions.length !== 1) {
    return [`regions must hold exactly one region, got ${shown(regions)}; name one, such as ["eu-west-1"]`];
  }
  return [regionRule('regions[0]', region)];
}

/** Refuses a region that the platform cannot be in. */
export function regionRule(property: string, region: string): Rule {
  return refuse(
    zoneIdsOf(region) === undefined,
    `${property} must be a region whose zones are known, got ${shown(region)}; use one of ${knownRegions().join(', ')}`,
  );
}
