import { Lazy, Stack } from 'aws-cdk-lib';
import * as arcregionswitch from 'aws-cdk-lib/aws-arcregionswitch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { soundPlan, switchedRegions, switchRules, type RegionModel } from './region-model';
import { SwitchAlarms } from './switch-alarms';
import { approvalRole, executionRole } from './switch-role';
import { workflows } from './switch-steps';
import { plannedCapacity, SwitchTargets } from './switch-targets';
import { RegionMode, type RegionPlan } from '../contract/region-plan';
import { nameRule } from '../private/names';
import {
  check,
  checkAtSynthesis,
  items,
  listRule,
  matches,
  refuse,
  shown,
  trueOrFalse,
  type Rule,
} from '../private/validate';

/** Properties for defining a RegionSwitch. */
export interface RegionSwitchProps {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. Part of the plan's name, and of those of all that it acts on. */
  readonly name: string;

  /** The regions, and what is wanted of them. The stack is in one of the first two: an ARC plan knows exactly two regions. */
  readonly plan: RegionModel;

  /** Physical name of the database, which is the same in each region, such as `shop-prod-aurora-g1`. */
  readonly databaseIdentifier: string;

  /**
   * Physical name of the global database, such as `shop-prod-global-g1`.
   *
   * @default - none: for plain RDS, whose replica is promoted
   */
  readonly globalDatabaseIdentifier?: string;

  /**
   * Whether each region of the plan has a RegionProbe, which sees the loss of another one while that says nothing itself. The plan starts by
   * those as well, where all others that look agree.
   *
   * @default false
   */
  readonly probed?: boolean;

  /**
   * Physical names of the ECS services, such as `shop-prod-web`, which are the same in each region. Needed where a standby has to be scaled.
   *
   * @default - those that `scale` is called with
   */
  readonly services?: string[];
}

/**
 * The recovery from the loss of a region as a plan of ARC Region switch, `<name>-recovery`, made of the same model as the budget and the
 * commands: scale a standby, take traffic away at the edge, promote the database, send writes to it. The way back has a workflow too, and
 * always asks a person first.
 *
 * When the alarm decides (`decidedByPerson` is false), the plan starts by itself when one of its regions is unhealthy for users and the
 * other is not: both at once is a release or something else that no evacuation helps against. With `probed` it also starts when one is not
 * reached through the edge by the other, and of three regions or more by a third one as well, while the other is healthy. Otherwise a person starts and approves it.
 * Whoever approves takes the role `approvalRole`.
 *
 * Names everything that it acts on and refers to no other stack: deploy it last, and a RegionTraffic and a RegionHealth in both regions first.
 * ARC has a data plane in both, so that the plan runs while either is lost. Of more than two regions it switches the first two; for
 * others there is `npx ztm evacuate`.
 *
 * **Not verified on AWS**: that a step may name a function in one of the two regions only, and that a workflow for active regions may name
 * its region; ARC's API allows both. How soon a trigger starts a plan is not documented.
 *
 * **Cost**: 70 dollars a month (list price). Holds no state: which region is active is not in the template.
 */
export class RegionSwitch extends Construct {
  /** Name of the plan, such as `shop-prod-recovery`. */
  public readonly planName: string;
  /** ARN of the plan, known after it was made. */
  public readonly planArn: string;
  /** What whoever approves a step has to assume. */
  public readonly approvalRole: iam.IRole;
  private readonly targets: SwitchTargets;

  constructor(scope: Construct, id: string, props: RegionSwitchProps) {
    super(scope, id);
    check(
      this,
      nameRule(props.name),
      trueOrFalse('probed', props.probed),
      ...switchRules(props.plan, Stack.of(this).region),
      ...targetRules(props),
    );

    const { name } = props;
    const plan = props.plan._plan;
    this.planName = `${name}-recovery`;
    const approval = approvalRole(this, this.planName);
    this.approvalRole = approval;
    const targets = new SwitchTargets(Stack.of(this), {
      name,
      regions: switchedRegions(props.plan),
      databaseIdentifier: props.databaseIdentifier,
      globalDatabaseIdentifier: props.globalDatabaseIdentifier,
      approvalRole: approval.roleArn,
    });
    this.targets = targets;
    props.services?.forEach((service) => this.scale(service));
    checkAtSynthesis(this, () => [scaleRule(plan, targets)]);
    const alarms = new SwitchAlarms(plan, targets, name, props.probed ?? false);
    const role = executionRole(this, this.planName, targets, plan, alarms.all);
    const [home] = targets.regions;
    const resource = new arcregionswitch.CfnPlan(this, 'Plan', {
      name: this.planName,
      description: `Recovery of ${name} from the loss of a region`,
      executionRole: role.roleArn,
      recoveryApproach: plan.mode === RegionMode.ACTIVE_PASSIVE ? 'activePassive' : 'activeActive',
      regions: [...targets.regions],
      primaryRegion: home,
      recoveryTimeObjectiveMinutes: objectiveMinutes(plan),
      associatedAlarms: alarms.associated(),
      triggers: alarms.triggers(),
      // Services may be named later.
      workflows: Lazy.any({ produce: () => workflows(plan, targets) }),
    });
    // ARC evaluates the plan when it is made, with what the role may do.
    resource.node.addDependency(role);
    this.planArn = resource.attrArn;
  }

  /**
   * Names a service that a standby scales before it gets traffic. Where as much as home has always stands there, nothing is scaled.
   *
   * @param service Physical name of the ECS service, such as `shop-prod-web`, which is the same in each region.
   */
  public scale(service: string): void {
    check(this, ...serviceRules([service]));
    this.targets.services.push(service);
  }
}

function objectiveMinutes({ objective }: RegionPlan): number | undefined {
  if (objective === undefined || !Number.isFinite(objective.timeSeconds)) return undefined;
  return Math.ceil(objective.timeSeconds / 60);
}

/** Identifiers of RDS: clusters, instances and global databases alike. */
const IDENTIFIER = /^[a-z](?:-?[a-z0-9])*$/;

function targetRules(props: RegionSwitchProps): Rule[] {
  const { plan, databaseIdentifier, globalDatabaseIdentifier, services } = props;
  const identifier = (property: string, value: string | undefined) =>
    matches(property, value, IDENTIFIER, 'be an identifier of RDS', 'use that of the construct, which is literal');
  const rules = [
    refuse(databaseIdentifier === undefined, 'databaseIdentifier must be given, got undefined; name what is promoted'),
    identifier('databaseIdentifier', databaseIdentifier),
    identifier('globalDatabaseIdentifier', globalDatabaseIdentifier),
    listRule('services', services),
    ...serviceRules(items(services)),
  ].filter((rule) => rule !== undefined);
  const model = soundPlan(plan);
  if (rules.length > 0 || !model) return rules;
  const isAurora = model.database === 'aurora-postgres';
  return [
    refuse(
      isAurora !== (globalDatabaseIdentifier !== undefined),
      `globalDatabaseIdentifier must be ${isAurora ? 'given with Aurora' : 'left out with plain RDS'}, got ${shown(globalDatabaseIdentifier)}; the plan says ${model.database}`,
    ),
  ];
}

function serviceRules(services: readonly unknown[]): Rule[] {
  return [
    refuse(
      services.some((service) => typeof service !== 'string' || !/^[\w-]+$/.test(service)),
      `services must hold names of ECS services, got ${shown(services)}; use physical names such as shop-web`,
    ),
  ];
}

function scaleRule(plan: RegionPlan, { services }: SwitchTargets): Rule {
  return refuse(
    plannedCapacity(plan) === 'scaled' && services.length === 0,
    'services must name what a standby scales, got none; name each ECS service, or use a standbyFactor of 1',
  );
}
