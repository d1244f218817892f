import { Lazy, Stack } from 'aws-cdk-lib';
import * as arcregionswitch from 'aws-cdk-lib/aws-arcregionswitch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { switchedRegions, switchRules, type RegionModel } from './region-model';
import type { RegionSwitchDatabase } from './region-switch-database';
import { SwitchAlarms } from './switch-alarms';
import { approvalRole, executionRole } from './switch-role';
import { blockRule, scaleRule, serviceRules, targetRules } from './switch-rules';
import { workflows } from './switch-steps';
import { SwitchTargets } from './switch-targets';
import { RegionMode, type RegionPlan } from '../contract/region-plan';
import { nameRule } from '../private/names';
import { check, checkAtSynthesis, trueOrFalse } from '../private/validate';

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
   * The databases of the shards beside the first, by their numbers: at most 63. They are promoted together with the first.
   *
   * @default - none: the database is the only one
   */
  readonly shards?: RegionSwitchDatabase[];

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
 * Several shards are promoted at once, 20 at most, which is what ARC runs beside each other; more of them in rounds. Writes are sent to the region
 * after all of them have been promoted. When one cannot be, its step pauses the execution, and no writes are sent: whoever has mended it resumes
 * the execution, or cancels it and says `npx ztm evacuate <region> --lost`, which promotes those that are left. A plan of ARC has 100 blocks:
 * with Aurora and more than some 40 shards only traffic returns by it, and who writes stays (docs/sharding.md).
 *
 * Names everything that it acts on and refers to no other stack: deploy it last, and a RegionTraffic and a RegionHealth in both regions first.
 * ARC has a data plane in both, so that the plan runs while either is lost. Of more than two regions it switches the first two; for
 * others there is `npx ztm evacuate`.
 *
 * **Not verified on AWS**: that a step may name a function in one of the two regions only, and that a workflow for active regions may name
 * its region; ARC's API allows both. What ARC does with the other shards of a round when one fails is not documented, nor is how soon a
 * trigger starts a plan.
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

    const { name, databaseIdentifier, globalDatabaseIdentifier, shards = [] } = props;
    const plan = props.plan._plan;
    this.planName = `${name}-recovery`;
    const approval = approvalRole(this, this.planName);
    this.approvalRole = approval;
    const targets = new SwitchTargets(Stack.of(this), {
      name,
      regions: switchedRegions(props.plan),
      databases: [{ databaseIdentifier, globalDatabaseIdentifier }, ...shards],
      approvalRole: approval.roleArn,
    });
    this.targets = targets;
    props.services?.forEach((service) => this.scale(service));
    checkAtSynthesis(this, () => [scaleRule(plan, targets), blockRule(workflows(plan, targets))]);
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
