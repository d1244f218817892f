import type { Survey, Tasks } from '../../lib/contract/region-control';
import { regionCapacities } from '../../lib/contract/region-plan/capacity';
import type { RegionPlan } from '../../lib/contract/region-plan/plan';
import { sharesWithout, type Shares } from '../../lib/contract/region-plan/shares';

/**
 * The least tasks that carry shares of the load, by region and service, and never fewer than scaling keeps there already. The whole load is
 * counted in tasks, from what runs where viewers are served.
 */
export function leastTasks(plan: RegionPlan, floors: Shares, survey: Survey): Tasks {
  return Object.fromEntries(
    Object.entries(floors).map(([region, share]) => {
      const least = Object.entries(survey.minimums[region] ?? {}).map(([service, minimum]) => {
        const needed = Math.ceil(wholeLoad(plan, service, survey) * share - 1e-9);
        return [service, Math.max(minimum, needed)] as const;
      });
      return [region, Object.fromEntries(least)];
    }),
  );
}

/** Tasks of a service that the load of all regions needs. */
function wholeLoad(plan: RegionPlan, service: string, survey: Survey): number {
  const away = plan.regions.filter((region) => survey.weights[region] === 0);
  const share = sharesWithout(plan, away.length < plan.regions.length ? away : []);
  const standing = Object.fromEntries(regionCapacities(plan).map((one) => [one.region, one.standing]));
  const asked = plan.regions.filter((region) => survey.running[region] !== undefined);
  const load = sum(asked.map((region) => loadOf(region, service, { survey, share, standing })));
  const askedShare = sum(asked.map((region) => share[region]));
  if (askedShare >= 1 - 1e-9) return load;
  // A region that nobody can ask served as much for its share as the others do, or as their size says when they served nobody.
  if (askedShare > 0) return load / askedShare;
  const running = sum(asked.map((region) => survey.running[region][service] ?? 0));
  return running / sum(asked.map((region) => standing[region]));
}

/** Tasks that are busy in a region. At the least that scaling keeps, those for the loss of a neighbour are idle; above it, all are needed. */
function loadOf(
  region: string,
  service: string,
  { survey, share, standing }: { survey: Survey; share: Shares; standing: Shares },
): number {
  if (share[region] === 0) return 0;
  const running = survey.running[region][service] ?? 0;
  const isScaledOut = running > (survey.minimums[region][service] ?? 0);
  return isScaledOut ? running : running * Math.min(1, share[region] / standing[region]);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
