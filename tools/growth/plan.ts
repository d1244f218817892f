import type { Interruption, ResourceVerdict, Verdict } from '../../lib/growth/verdict';
import type { Tier } from '../review/model/tiers';

/** Rises when a reader of the JSON would have to change. */
export const PLAN_VERSION = 1;

/** One side of a plan. */
export interface PlanSide {
  /** As the user named it: a stage, a folder or `deployed`. */
  readonly name: string;
  readonly kind: 'stage' | 'assembly' | 'deployed';
  readonly stacks: number;
  readonly resources: number;
}

/** What happens to one resource that does not stay as it is. */
export interface PlanChange extends ResourceVerdict {
  readonly tier: Tier;
  /** Path of the construct without the parts that say nothing. */
  readonly label: string;
}

/** The changes of one tier, in the order of the tiers from the outside in. */
export interface PlanTier {
  readonly tier: Tier;
  readonly added: readonly PlanChange[];
  /** Updated, interrupted, replaced and whatever else is neither added nor removed. */
  readonly changed: readonly PlanChange[];
  readonly removed: readonly PlanChange[];
}

/** A stack that the plan touches. */
export interface PlanStep {
  /** From 1. Stacks that CloudFormation may do in any order have the order of their names. */
  readonly order: number;
  readonly stackName: string;
  readonly region: string;
  readonly action: 'create' | 'update' | 'none' | 'delete';
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly blocked: number;
  readonly interruptions: readonly PlanInterruption[];
}

/** Something that is out of reach for a while. */
export interface PlanInterruption extends Interruption {
  readonly stackName: string;
  readonly logicalId: string;
  readonly label: string;
  readonly resourceType: string;
  readonly property: string;
  readonly reason: string;
  readonly source: string;
}

/** A line of the monthly cost, in dollars; nothing where the price is unknown or the line is not there. */
export interface PlanCostLine {
  readonly name: string;
  readonly before?: number;
  readonly after?: number;
  /** How the figure after the change comes about, with its price. */
  readonly arithmetic?: string;
  readonly source?: string;
}

/** What a month costs while nobody uses it. Lines without a price are in no sum. */
export interface PlanCosts {
  readonly currency: 'USD';
  readonly region: string;
  /** When the prices were taken. */
  readonly pricesOf: string;
  readonly before: number;
  readonly after: number;
  readonly lines: readonly PlanCostLine[];
  readonly unknown: readonly string[];
}

/** What a change does, as `ztm plan --json` prints it. */
export interface Plan {
  readonly version: typeof PLAN_VERSION;
  readonly from: PlanSide;
  readonly to: PlanSide;
  /** How many changes must not be deployed unless somebody acknowledges them. */
  readonly blocked: number;
  /** How many resources have each verdict, the unchanged ones included. */
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Everything that does not stay as it is; what is blocked comes first, then the severest. */
  readonly changes: readonly PlanChange[];
  readonly tiers: readonly PlanTier[];
  /** In the order of deployment. */
  readonly steps: readonly PlanStep[];
  readonly costs?: PlanCosts;
  /** What to look at before saying yes. */
  readonly before: readonly string[];
  /** What to check when it is deployed. */
  readonly after: readonly string[];
}
