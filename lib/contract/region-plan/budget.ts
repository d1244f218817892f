import type { Figure } from './figure';
import { DEFAULT_STANDBY_FACTOR, RegionMode, type RegionPlan } from './plan';
import { PROMOTED_AT_ONCE } from './promotion-rounds';
import { plannedLoss } from './replication';

/** What happens between the loss of a region and the moment when everybody is served again, in this order. */
export const RECOVERY_PARTS = ['detect', 'decide', 'scale', 'promote', 'route'] as const;
export type RecoveryPart = (typeof RECOVERY_PARTS)[number];

/** A part of a recovery, with its figure. */
export interface BudgetPart extends Figure {
  readonly part: RecoveryPart;
}

/** How long the recovery from the sudden loss of home takes, and what it costs in writes. */
export interface RecoveryBudget {
  readonly parts: readonly BudgetPart[];
  /** All parts, one after the other. It is more than what is felt: traffic moves while the database is promoted. */
  readonly seconds: number;
  /** Writes of the last seconds that may be lost. */
  readonly loss: Figure;
}

/** Figures that were measured in place of the budget's own, such as those of a drill. */
export type MeasuredParts = Readonly<Partial<Record<RecoveryPart, Figure>>>;

/**
 * The budget of a plan of two regions or more, for the loss of home: no other loss has as many parts. Several databases (shards) are promoted
 * at once, up to `PROMOTED_AT_ONCE` of them.
 */
export function recoveryBudget(plan: RegionPlan, measured: MeasuredParts = {}, databases = 1): RecoveryBudget {
  const figures: Record<RecoveryPart, Figure> = {
    detect: DETECT,
    decide: plan.decision === 'person' ? DECIDE_PERSON : DECIDE_ALARM,
    scale: scale(plan),
    promote: inRounds(plan.database === 'aurora-postgres' ? PROMOTE_AURORA : PROMOTE_RDS, databases),
    route: ROUTE,
  };
  const parts = RECOVERY_PARTS.map((part) => ({ part, ...(measured[part] ?? figures[part]) }));
  return { parts, seconds: parts.reduce((sum, { seconds }) => sum + seconds, 0), loss: plannedLoss(plan.database) };
}

/** Why the objective of a plan cannot be met, naming the part that breaks it; nothing when it can, or when there is none. */
export function brokenObjectiveRules(plan: RegionPlan, measured: MeasuredParts = {}, databases = 1): string[] {
  const { objective, regions } = plan;
  if (objective === undefined || regions.length < 2) return [];
  const { parts, seconds, loss } = recoveryBudget(plan, measured, databases);
  const best = recoveryBudget({ ...plan, ...FASTEST }, measured, databases);
  const aurora = 'use DatabaseEngine.auroraPostgres()';
  return [
    ...(seconds > objective.timeSeconds
      ? [
          `recoveryTime must be at least ${seconds} seconds, got ${objective.timeSeconds}; ${culprit(parts, best.parts)}`,
        ]
      : []),
    ...(loss.seconds > objective.pointSeconds
      ? [
          `recoveryPoint must be at least ${loss.seconds} seconds, got ${objective.pointSeconds}; copies of ${plan.database} in other regions may be so far behind before an alarm says so: ${plan.database === 'aurora-postgres' ? '' : `${aurora}, or `}allow for more loss`,
        ]
      : []),
  ];
}

/** The part that another choice would shorten most, else the longest one; and what can be done. */
function culprit(parts: readonly BudgetPart[], best: readonly BudgetPart[]): string {
  const most = <T extends { readonly gain: number }>(list: readonly T[]) =>
    list.reduce((one, other) => (other.gain > one.gain ? other : one));
  const saved = most(parts.map(({ part, seconds }, index) => ({ part, seconds, gain: seconds - best[index].seconds })));
  const longest = most(parts.map(({ part, seconds }) => ({ part, seconds, gain: seconds })));
  const { part, seconds } = saved.gain > 0 ? saved : longest;
  const sum = parts.map((one) => `${one.part} ${one.seconds}`).join(' + ');
  const remedy =
    saved.gain > 0 ? `${REMEDIES[part]}, or allow more time` : 'allow more time, since no choice is faster';
  return `${part} takes ${seconds} of them (${sum}): ${remedy}`;
}

/** What is chosen by those for whom time is all. */
const FASTEST: Partial<RegionPlan> = {
  mode: RegionMode.ACTIVE_ACTIVE,
  database: 'aurora-postgres',
  decision: 'alarm',
  standbyFactor: undefined,
};

/** What another choice is, for each part that has one. */
const REMEDIES: Readonly<Record<RecoveryPart, string>> = {
  detect: '',
  decide: 'let the alarm decide',
  scale: 'use a standbyFactor of 1, or RegionMode.ACTIVE_ACTIVE',
  promote: 'use DatabaseEngine.auroraPostgres()',
  route: '',
};

const DETECT: Figure = {
  seconds: 75,
  basis: 'assumed',
  source: 'docs/adr/0034-region-probe.md: the probe of another region, which looks through the edge every 10 s',
  note: 'up to 10 s until the next look, 20 for two more, 3 until the last has failed, a gap of 10 between two minutes, and up to 10 each until CloudWatch has the value and looks at it: 45 on average, 65 at most, and 10 in reserve. How late CloudWatch is, is assumed. RegionHealth alone needs 120 on average, since load balancers publish later',
};

const DECIDE_ALARM: Figure = {
  seconds: 15,
  basis: 'assumed',
  source: 'https://docs.aws.amazon.com/arc-region-switch/latest/api/API_Trigger.html',
  note: 'a trigger of the plan starts it; AWS gives no figure for how soon',
};

const DECIDE_PERSON: Figure = {
  seconds: 300,
  basis: 'measured',
  source: 'https://netflixtechblog.com/project-nimble-region-evacuation-reimagined-d0d0568254d4',
  note: '5 minutes to decide whether to push the button, by people who were awake',
};

const SCALE: Figure = {
  seconds: 90,
  basis: 'assumed',
  source: 'lib/capacity/needs.ts: new tasks take a minute and a half',
  note: '23 to 57 seconds of it until a task runs, by its image (docs/scaling.md). More than 500 tasks of one service take a minute for each 500',
};

const NO_SCALE: Figure = {
  seconds: 0,
  basis: 'documented',
  source: 'https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/static-stability.html',
  note: 'what the loss asks for stands there always',
};

const PROMOTE_AURORA: Figure = {
  seconds: 120,
  basis: 'measured',
  source:
    'https://aws.amazon.com/blogs/database/how-a-large-financial-aws-customer-implemented-ha-and-dr-for-amazon-aurora-postgresql-using-global-database-and-amazon-rds-proxy',
  note: '2 minutes in the tests of a customer, with detection and names. The user guide: typically within a few minutes',
};

const PROMOTE_RDS: Figure = {
  seconds: 600,
  basis: 'assumed',
  source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Promote.html',
  note: 'several minutes or longer, depending on the size of the replica, with a reboot',
};

const ROUTE: Figure = {
  seconds: 75,
  basis: 'assumed',
  source:
    'https://github.com/smoketurner/virtual-waiting-room/blob/a90723a14a9685cec569ecd493150fb220f392d6/scripts/spike_edge_gate.py',
  note: 'there a key-value pair changed at one edge location after 29 to 32 s, 31 in the median of five; that 75 do for all of them is assumed. AWS gives no figure',
};

function scale({ mode, standbyFactor = DEFAULT_STANDBY_FACTOR }: RegionPlan): Figure {
  return mode === RegionMode.ACTIVE_ACTIVE || standbyFactor >= 1 ? NO_SCALE : SCALE;
}

function inRounds(figure: Figure, databases: number): Figure {
  const rounds = Math.ceil(databases / PROMOTED_AT_ONCE);
  if (rounds === 1) return figure;
  const note = `${rounds} rounds of up to ${PROMOTED_AT_ONCE} databases, one after the other. Of each: ${figure.note}`;
  return { ...figure, seconds: rounds * figure.seconds, note };
}
