import type { RegionPlan } from './plan';

/** A plan as it is published for commands (`TopologyEntry.controlPlan`). Parameter Store takes 4 KB; six regions need less than one. */
export function renderRegionPlan(plan: RegionPlan): string {
  return JSON.stringify(plan);
}

/** What `renderRegionPlan` wrote. JSON has no infinity, which is what nobody asked for in an objective: it is written as null. */
export function readRegionPlan(text: string): RegionPlan {
  const plan = JSON.parse(text) as RegionPlan;
  if (plan.objective === undefined) return plan;
  const { timeSeconds, pointSeconds } = plan.objective as { timeSeconds: number | null; pointSeconds: number | null };
  return { ...plan, objective: { timeSeconds: timeSeconds ?? Infinity, pointSeconds: pointSeconds ?? Infinity } };
}
