import { Token } from 'aws-cdk-lib';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { EdgeTarget } from './edge-props';
import { originRules } from './edge-rules';
import { placedRegions } from './places';
import { MAX_REGIONS } from '../contract/region-plan/plan';
import { items, listRule, oneOf, refuse, type Rule } from '../private/validate';

/** With home, the regions that a routing value may hold. */
const MAX_OTHERS = MAX_REGIONS - 1;

/** What the load balancers of several regions have to be; nothing of a single one. */
export function regionRules(
  home: elbv2.IApplicationLoadBalancer,
  otherRegions: readonly EdgeTarget[] | undefined,
): Rule[] {
  const others = items(otherRegions);
  if (others.length === 0) return [listRule('otherRegions', otherRegions)];
  const all = [home, ...others.map(({ loadBalancer }) => loadBalancer)].map(({ env }) => env.region);
  const repeated = new Set(all.filter((region, index) => !Token.isUnresolved(region) && all.indexOf(region) !== index));
  return [
    refuse(
      others.length > MAX_OTHERS,
      `otherRegions must hold at most ${MAX_OTHERS} regions, got ${others.length}; leave out those with the fewest viewers`,
    ),
    placeRule('loadBalancer', all[0]),
    ...others.flatMap(({ loadBalancer, loadBalancerGeneration }, index) => [
      placeRule(`otherRegions[${index}].loadBalancer`, loadBalancer.env.region),
      ...originRules(loadBalancerGeneration, `otherRegions[${index}].loadBalancerGeneration`),
    ]),
    refuse(
      repeated.size > 0,
      `loadBalancer and otherRegions must not repeat a region, got ${[...repeated].join(', ')}; give each region one load balancer`,
    ),
  ];
}

/** Traffic is moved between regions by their names, and which is near to whom is computed at synthesis. */
function placeRule(property: string, region: string): Rule {
  if (Token.isUnresolved(region)) {
    return `${property} must be in a region that is known at synthesis, got none; set env.region of its stack`;
  }
  return oneOf(`${property}.env.region`, region, placedRegions(), 'put the load balancer into a stack of one of these');
}
