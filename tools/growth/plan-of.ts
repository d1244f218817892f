import { compare } from '../../lib/private/compare';
import { checksAfter, checksBefore } from './plan-checks';
import { costsOf } from './plan-costs';
import {
  PLAN_VERSION,
  type Plan,
  type PlanChange,
  type PlanInterruption,
  type PlanSide,
  type PlanStep,
  type PlanTier,
} from './plan';
import { templatesOf, type Side } from './side';
import { judge } from '../../lib/growth/judge';
import { Verdict, type ResourceVerdict } from '../../lib/growth/verdict';
import type { Stack } from '../review/model/assembly';
import { TIERS, tierOf } from '../review/model/tiers';
import { resourceId } from '../review/model/values';

/** What it does to everything that runs when one side is deployed over the other. */
export function planOf(from: Side, to: Side): Plan {
  const verdicts = judge(templatesOf(from.stacks), templatesOf(to.stacks));
  const changes = verdicts
    .filter(({ verdict }) => verdict !== Verdict.UNCHANGED)
    .map((verdict) => changeOf(verdict, from, to))
    .sort(bySeverity);
  const steps = stepsOf(changes, from, to);
  return {
    version: PLAN_VERSION,
    from: sideOf(from),
    to: sideOf(to),
    blocked: changes.filter(({ blocked }) => blocked).length,
    verdicts: Object.fromEntries(
      SEVERITY.map((one) => [one, verdicts.filter(({ verdict }) => verdict === one).length]),
    ) as Record<Verdict, number>,
    changes,
    tiers: tiersOf(changes),
    steps,
    costs: costsOf(from.model, to.model),
    before: checksBefore(changes, steps),
    after: checksAfter(changes, steps),
  };
}

/** From the harmless to the worst, as they are declared. */
const SEVERITY = Object.values(Verdict);

function sideOf({ name, kind, stacks, model }: Side): PlanSide {
  return { name, kind, stacks: stacks.length, resources: model.resources.length };
}

function changeOf(verdict: ResourceVerdict, from: Side, to: Side): PlanChange {
  const id = resourceId(verdict.stackName, verdict.logicalId);
  for (const { model } of [to, from]) {
    const resource = model.resources.find((candidate) => candidate.id === id);
    if (resource) return { ...verdict, tier: tierOf(model, resource), label: resource.label };
  }
  return { ...verdict, tier: 'other', label: verdict.constructPath ?? verdict.logicalId };
}

function bySeverity(one: PlanChange, other: PlanChange): number {
  return (
    Number(other.blocked) - Number(one.blocked) ||
    SEVERITY.indexOf(other.verdict) - SEVERITY.indexOf(one.verdict) ||
    TIERS.indexOf(one.tier) - TIERS.indexOf(other.tier) ||
    compare(`${one.stackName} ${one.label} ${one.logicalId}`, `${other.stackName} ${other.label} ${other.logicalId}`)
  );
}

function isGone({ verdict }: PlanChange): boolean {
  return verdict === Verdict.REMOVED || verdict === Verdict.ORPHANED;
}

function isAdded({ verdict }: PlanChange): boolean {
  return verdict === Verdict.ADDED;
}

function isChanged(change: PlanChange): boolean {
  return !isAdded(change) && !isGone(change);
}

function tiersOf(changes: readonly PlanChange[]): PlanTier[] {
  return TIERS.map((tier) => {
    const own = changes.filter((change) => change.tier === tier);
    return { tier, added: own.filter(isAdded), changed: own.filter(isChanged), removed: own.filter(isGone) };
  }).filter(({ added, changed, removed }) => added.length + changed.length + removed.length > 0);
}

function stepsOf(changes: readonly PlanChange[], from: Side, to: Side): PlanStep[] {
  const own = (stack: Stack) =>
    changes.filter(({ stackName, region }) => stackName === stack.name && (!stack.region || region === stack.region));
  const isIn = ({ stacks }: Side, stack: Stack) =>
    stacks.some(({ name, region }) => name === stack.name && region === stack.region);
  const gone = from.stacks.filter((stack) => !isIn(to, stack)).reverse();
  return [...inOrder(to.stacks), ...gone].map((stack, index): PlanStep => {
    const here = own(stack);
    const action = !isIn(from, stack) ? 'create' : !isIn(to, stack) ? 'delete' : here.length > 0 ? 'update' : 'none';
    return {
      order: index + 1,
      stackName: stack.name,
      region: stack.region ?? 'unknown',
      action,
      added: here.filter(isAdded).length,
      changed: here.filter(isChanged).length,
      removed: here.filter(isGone).length,
      blocked: here.filter(({ blocked }) => blocked).length,
      interruptions: here.flatMap(interruptionsOf),
    };
  });
}

/** A stack comes after those that it depends on; among the others the order of the names decides. */
function inOrder(stacks: readonly Stack[]): Stack[] {
  const waiting = [...stacks].sort((one, other) => compare(one.name, other.name));
  const done: Stack[] = [];
  while (waiting.length > 0) {
    const ready = waiting.findIndex((stack) => !waiting.some(({ name }) => name !== stack.name && needs(stack, name)));
    done.push(...waiting.splice(Math.max(ready, 0), 1));
  }
  return done;
}

function needs({ dependsOn = [], name }: Stack, other: string): boolean {
  // A nested stack is deployed by its parent.
  return dependsOn.includes(other) || name.startsWith(`${other}/`);
}

function interruptionsOf(change: PlanChange): PlanInterruption[] {
  const { stackName, logicalId, label, resourceType, findings } = change;
  return findings.flatMap(({ interruption, property, reason, source }) =>
    interruption ? [{ ...interruption, stackName, logicalId, label, resourceType, property, reason, source }] : [],
  );
}
