import type { Duration } from 'aws-cdk-lib';
import {
  brokenObjectiveRules,
  brokenPlanRules,
  RegionMode,
  regionRules,
  type DatabaseKind,
  type RegionPlan,
} from '../contract/region-plan';
import { regionListRules } from '../private/regions';
import { durationBetween, numberBetween, oneOf, secondsOf, shown, trueOrFalse, type Rule } from '../private/validate';

/** Which database the regions share. */
export enum RegionDatabase {
  /** An AuroraDatabase with an AuroraGlobalDatabase around it. */
  AURORA_POSTGRES = 'aurora-postgres',
  /** An RdsDatabase for PostgreSQL, with an RdsReplicaDatabase in each other region. */
  RDS_POSTGRES = 'rds-postgres',
  /** An RdsDatabase for MySQL, with an RdsReplicaDatabase in each other region. */
  RDS_MYSQL = 'rds-mysql',
}

/** Properties for defining a RegionModel. */
export interface RegionModelProps {
  /** Regions, 1 to 6. The first is home, the others stand in for it in this order. */
  readonly regions: string[];

  /**
   * How they share the work.
   *
   * @default RegionMode.ACTIVE_ACTIVE
   */
  readonly mode?: RegionMode;

  /**
   * Which database they share.
   *
   * @default RegionDatabase.AURORA_POSTGRES
   */
  readonly database?: RegionDatabase;

  /**
   * Part of home's tasks that each standby always has, 0.1 to 1. Only with `RegionMode.ACTIVE_PASSIVE`.
   *
   * @default 0.5
   */
  readonly standbyFactor?: number;

  /**
   * Whether a person has to approve that a region is given up, which takes about five minutes more; otherwise the alarm decides.
   *
   * @default false
   */
  readonly decidedByPerson?: boolean;

  /**
   * How long the sudden loss of home may be felt, a second to a day. Refused if the sum of what has to happen takes longer.
   *
   * @default - nothing is promised
   */
  readonly recoveryTime?: Duration;

  /**
   * How much of what was written last may be lost with home, up to a day. Refused if copies in other regions may be further behind before an
   * alarm says so.
   *
   * @default - nothing is promised
   */
  readonly recoveryPoint?: Duration;
}

/**
 * Several regions and what is wanted of them: what the control table publishes for commands, and the switch plan is made of. Constructs
 * that are given one refuse it when it breaks a rule, or promises what cannot be kept (docs/adr/0026-region-plan.md).
 */
export class RegionModel {
  /**
   * One whose plan has been checked by the names of other properties.
   *
   * @internal
   */
  public static _of(plan: RegionPlan): RegionModel {
    const model = new RegionModel({ regions: [...plan.regions] });
    model.plan = plan;
    return model;
  }

  private plan: RegionPlan;

  constructor(private readonly props: RegionModelProps) {
    this.plan = regionPlan(props);
  }

  /** @internal */
  public get _plan(): RegionPlan {
    return this.plan;
  }

  /** @internal */
  public _rules(): Rule[] {
    const { mode, database, standbyFactor, decidedByPerson, recoveryTime, recoveryPoint } = this.props;
    const form = [
      ...regionRules(this.plan.regions),
      oneOf('mode', mode, Object.values(RegionMode), 'use RegionMode.ACTIVE_ACTIVE'),
      oneOf('database', database, Object.values(RegionDatabase), 'use RegionDatabase.AURORA_POSTGRES'),
      numberBetween('standbyFactor', standbyFactor, 0.1, 1, "it is the part of home's tasks that a standby always has"),
      trueOrFalse('decidedByPerson', decidedByPerson),
      durationBetween('recoveryTime', recoveryTime, 'seconds', 1, 86_400, 'say how long an outage may last'),
      durationBetween('recoveryPoint', recoveryPoint, 'seconds', 0, 86_400, 'say how much may be lost'),
    ].filter((rule) => rule !== undefined);
    // What does not have the form of a plan would break rules of plans that have another reason.
    if (form.length > 0) return form;
    return [
      ...regionListRules('regions', this.plan.regions),
      ...brokenPlanRules(this.plan),
      ...brokenObjectiveRules(this.plan),
    ];
  }
}

/** What the properties of a model come to. */
export function regionPlan(
  props: Omit<RegionModelProps, 'database'> & { readonly database?: DatabaseKind },
): RegionPlan {
  const { regions, standbyFactor, decidedByPerson, recoveryTime, recoveryPoint } = props;
  return {
    regions,
    mode: props.mode ?? RegionMode.ACTIVE_ACTIVE,
    database: props.database ?? RegionDatabase.AURORA_POSTGRES,
    ...(standbyFactor === undefined ? {} : { standbyFactor }),
    ...(decidedByPerson ? { decision: 'person' } : {}),
    ...(recoveryTime || recoveryPoint
      ? {
          objective: {
            timeSeconds: secondsOf(recoveryTime) ?? Infinity,
            pointSeconds: secondsOf(recoveryPoint) ?? Infinity,
          },
        }
      : {}),
  };
}

/** The rules of a model that a construct was given, and of the region that its stack has to be in. */
export function modelRules(model: RegionModel, region: string, where: 'home' | 'elsewhere' | 'anywhere'): Rule[] {
  if (!(model instanceof RegionModel)) {
    return [`plan must be a RegionModel, got ${shown(model)}; make one with new RegionModel({ regions })`];
  }
  const rules = model._rules().filter((rule) => rule !== undefined);
  if (rules.length > 0) return rules.map((rule) => `plan.${rule}`);
  const [home, ...others] = model._plan.regions as readonly [string, ...string[]];
  const allowed = { home: [home], elsewhere: others, anywhere: [home, ...others] }[where];
  if (allowed.includes(region)) return [];
  const list = allowed.length === 0 ? 'a region beside home, which there is none of' : allowed.join(', ');
  return [`plan.regions must place this in ${list}, got a stack in "${region}"; define it in a stack of such a region`];
}

/** The two regions that a switch plan of ARC knows: it takes neither fewer nor more. */
export function switchedRegions(model: RegionModel): readonly [string, string] {
  const [home = '', second = ''] = model._plan.regions;
  return [home, second];
}

/** The rules of a model whose first two regions are switched, one of which is that of the stack. */
export function switchRules(model: RegionModel, region: string): Rule[] {
  const rules = modelRules(model, region, 'anywhere');
  if (rules.length > 0) return rules;
  const [home, second] = switchedRegions(model);
  if (second === '')
    return [`plan.regions must hold two regions or more, got ["${home}"]; one alone has none to switch to`];
  if (region === home || region === second) return [];
  return [
    `plan.regions must place this in ${home} or ${second}, got a stack in "${region}"; a switch plan knows the first two regions only`,
  ];
}

/** The plan of a model that breaks no rule. */
export function soundPlan(model: RegionModel): RegionPlan | undefined {
  if (!(model instanceof RegionModel) || model._rules().some((rule) => rule !== undefined)) return undefined;
  return model._plan;
}
