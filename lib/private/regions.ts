import { RegionInfo } from 'aws-cdk-lib/region-info';
import { items, listRule, refuse, shown, type Rule } from './validate';

/** Refuses a list of regions that repeats one, or holds what is none: what is deployed there has to be named now. */
export function regionListRules(property: string, regions: readonly string[] | undefined): Rule[] {
  const given = items(regions);
  return [
    listRule(property, regions),
    ...given.map((region, index) =>
      refuse(
        !isRegion(region),
        `${property}[${index}] must be the name of a region, got ${shown(region)}; use one such as eu-central-1`,
      ),
    ),
    repeatedRegionRule(property, given),
  ];
}

/** Refuses a region that is named twice. */
export function repeatedRegionRule(property: string, regions: readonly string[]): Rule {
  const repeated = regions.filter((region, index) => regions.indexOf(region) !== index);
  return refuse(
    repeated.length > 0,
    `${property} must not repeat a region, got ${repeated.join(', ')}; name each region once`,
  );
}

/** The same of regions beside that of a stack. */
export function otherRegionListRules(property: string, regions: readonly string[] | undefined, own: string): Rule[] {
  return [
    ...regionListRules(property, regions),
    refuse(
      items(regions).includes(own),
      `${property} must not hold the region of the stack, got "${own}"; leave it out, it is there already`,
    ),
  ];
}

function isRegion(name: string): boolean {
  return RegionInfo.regions.some((region) => region.name === name);
}
