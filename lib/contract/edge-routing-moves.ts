import { initialRouting, type EdgeRegion, type EdgeRouting } from './edge-routing';
import {
  brokenMoveRules,
  evacuationPlan,
  RegionMode,
  returnPlan,
  weightsAtRest,
  type RegionPlan,
  type Step,
} from './region-plan';

/** Id of the origin of home, or of another region, in the distribution. It never changes: a value that is stored names it. */
export function originIdOf(otherRegion?: string): string {
  return otherRegion ?? 'home';
}

/** The value while nobody has moved traffic. */
export function routingAtRest(plan: RegionPlan): EdgeRouting {
  const [home] = plan.regions;
  const weights = weightsAtRest(plan);
  const regions = plan.regions.map((name) => ({
    name,
    origin: originIdOf(name === home ? undefined : name),
    weight: weights[name],
  }));
  return initialRouting(regions, home);
}

/** The value without a region that is lost: all of its traffic is where the plan wants it, and nobody is sent there. Done twice it is as if done once. */
export function withoutRegion(plan: RegionPlan, routing: EdgeRouting, region: string): EdgeRouting {
  const away = awayFrom(plan, routing, region);
  refuseBroken(brokenMoveRules(plan, region, { away }));
  return moved(routing, region, evacuationPlan(plan, region, { away, isLost: true }), false);
}

/** The value with a region that is back: its traffic is what the plan says. */
export function withRegion(plan: RegionPlan, routing: EdgeRouting, region: string): EdgeRouting {
  const away = awayFrom(plan, routing, region);
  refuseBroken(brokenMoveRules(plan, region, { away }));
  return moved(routing, region, returnPlan(plan, region, { away, stepPercent: 100 }), true);
}

/** The value with another region that all writes go to. */
export function writtenIn(routing: EdgeRouting, region: string): EdgeRouting {
  if (!routing.regions.some(({ name }) => name === region)) {
    throw new RangeError(`writer must be one of ${namesOf(routing.regions)}, got ${region}; the value knows no other`);
  }
  return { ...routing, writer: region };
}

/** Other regions that get no traffic. A standby, whose weight is 0 at rest, is there. */
function awayFrom({ mode }: RegionPlan, { regions }: EdgeRouting, region: string): string[] {
  const isAway = ({ healthy, weight }: EdgeRegion) => !healthy || (mode === RegionMode.ACTIVE_ACTIVE && weight === 0);
  return regions.filter((other) => other.name !== region && isAway(other)).map(({ name }) => name);
}

function moved(routing: EdgeRouting, region: string, steps: readonly Step[], healthy: boolean): EdgeRouting {
  const shifts = steps.flatMap((step) => (step.kind === 'shift' ? [step] : []));
  const weights = shifts.at(-1)?.weights ?? {};
  const regions = routing.regions.map((one) => ({
    ...one,
    weight: weights[one.name] ?? one.weight,
    healthy: one.name === region ? healthy : one.healthy,
  }));
  return { ...routing, regions };
}

function refuseBroken(broken: readonly string[]): void {
  if (broken.length > 0) throw new RangeError(broken.join('; '));
}

function namesOf(regions: readonly EdgeRegion[]): string {
  return regions.map(({ name }) => name).join(', ');
}
