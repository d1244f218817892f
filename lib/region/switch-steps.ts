import type { CfnPlan } from 'aws-cdk-lib/aws-arcregionswitch';
import { plannedCapacity, type SwitchTargets } from './switch-targets';
import {
  evacuationPlan,
  RegionMode,
  returnPlan,
  type PromoteStep,
  type RegionPlan,
  type Step,
} from '../contract/region-plan';
import type { TrafficMove } from '../contract/region-traffic';

/** Minutes after which a step that has not come to its end is reported, and the plan waits for somebody. */
const MINUTES = { approve: 60, scale: 10, promote: 30, traffic: 5 };

/** What ARC runs for a move of regions: one workflow. */
export function workflows(plan: RegionPlan, targets: SwitchTargets): CfnPlan.WorkflowProperty[] {
  const [home, second] = targets.regions;
  const make = new Workflows(plan, targets);
  return plan.mode === RegionMode.ACTIVE_PASSIVE
    ? [make.leaving('activate', home, second), make.entering(home, second)]
    : [
        make.leaving('deactivate', home, second),
        make.leaving('deactivate', second, home),
        make.entering(home, second),
        make.entering(second, home),
      ];
}

/** The steps of the model, as ARC has them. */
class Workflows {
  constructor(
    private readonly plan: RegionPlan,
    private readonly targets: SwitchTargets,
  ) {}

  /** One region is lost: with standbys the other one is activated, else this one deactivated. */
  public leaving(action: 'activate' | 'deactivate', region: string, other: string): CfnPlan.WorkflowProperty {
    const steps = evacuationPlan(this.plan, region, { isLost: true, writer: this.targets.regions[0] });
    const approval = this.plan.decision === 'person' ? [this.approval(region)] : [];
    return {
      workflowTargetAction: action,
      workflowTargetRegion: action === 'activate' ? other : region,
      workflowDescription: `${region} is lost: ${other} takes over`,
      steps: [...approval, ...steps.flatMap((step) => this.stepOf(step, 'leave', other))],
    };
  }

  /** A region is there again. Of plain RDS, whose promoted replica is a database of its own for good, only traffic returns. */
  public entering(region: string, other: string): CfnPlan.WorkflowProperty {
    const [home] = this.targets.regions;
    const promote = region === home && this.plan.database === 'aurora-postgres';
    const steps = returnPlan(this.plan, region, { stepPercent: 100, promote, writer: promote ? other : home });
    return {
      workflowTargetAction: 'activate',
      workflowTargetRegion: region,
      workflowDescription: `${region} is back, and healthy`,
      steps: [this.approval(region), ...steps.flatMap((step) => this.stepOf(step, 'enter', region))],
    };
  }

  /** What the model only looks at, ARC looks at when it evaluates the plan. */
  private stepOf(step: Step, move: TrafficMove, inRegion: string): CfnPlan.StepProperty[] {
    if (step.kind === 'shift') return [this.traffic(move, inRegion, step.regions[0])];
    if (step.kind === 'promote') return [this.promotion(step), this.traffic('write', inRegion)];
    if (step.kind === 'raise-floor' && move === 'leave') return this.scaling();
    return [];
  }

  private approval(region: string): CfnPlan.StepProperty {
    return {
      name: `approve-${region}`,
      description: 'A person looks first',
      executionBlockType: 'ManualApproval',
      executionBlockConfiguration: {
        executionApprovalConfig: { approvalRole: this.targets.approvalRole, timeoutMinutes: MINUTES.approve },
      },
    };
  }

  /** Of what always stands there nothing has to be started, and waiting for it would take minutes of the outage. */
  private scaling(): CfnPlan.StepProperty[] {
    if (plannedCapacity(this.plan) === 'standing') return [];
    return this.targets.services.map((service) => ({
      name: `scale-${service}`,
      description: 'As many tasks as home has had at most within a day',
      executionBlockType: 'ECSServiceScaling',
      executionBlockConfiguration: {
        ecsCapacityIncreaseConfig: {
          services: this.targets.regions.map((region) => this.targets.service(service, region)),
          targetPercent: 100,
          capacityMonitoringApproach: 'sampledMaxInLast24Hours',
          timeoutMinutes: MINUTES.scale,
        },
      },
    }));
  }

  private promotion({ promotion, regions: [region] }: PromoteStep): CfnPlan.StepProperty {
    const step = { name: `promote-${region}`, description: `${region} accepts writes (${promotion})` };
    const timeoutMinutes = MINUTES.promote;
    const [home, second] = this.targets.regions;
    if (promotion === 'replica') {
      const dbInstanceArnMap = { [home]: this.targets.database(home), [second]: this.targets.database(second) };
      const rdsPromoteReadReplicaConfig = { dbInstanceArnMap, timeoutMinutes };
      return {
        ...step,
        executionBlockType: 'RdsPromoteReadReplica',
        executionBlockConfiguration: { rdsPromoteReadReplicaConfig },
      };
    }
    return {
      ...step,
      executionBlockType: 'AuroraGlobalDatabase',
      executionBlockConfiguration: {
        globalAuroraConfig: {
          globalClusterIdentifier: this.targets.globalDatabaseIdentifier,
          databaseClusterArns: [this.targets.database(home), this.targets.database(second)],
          // Only of a region that is lost may writes be lost.
          behavior: promotion === 'failover' ? 'failover' : 'switchoverOnly',
          timeoutMinutes,
        },
      },
    };
  }

  /** The function in the region that stays: ARC would offer to run one in the region that is lost as well. */
  private traffic(move: TrafficMove, region: string, moved = region): CfnPlan.StepProperty {
    return {
      name: `${move}-${moved}`,
      description: TRAFFIC[move],
      executionBlockType: 'CustomActionLambda',
      executionBlockConfiguration: {
        customActionLambdaConfig: {
          lambdas: [{ arn: this.targets.trafficFunction(move, region) }],
          regionToRun: 'activatingRegion',
          retryIntervalMinutes: 1,
          timeoutMinutes: MINUTES.traffic,
        },
      },
    };
  }
}

const TRAFFIC: Readonly<Record<TrafficMove, string>> = {
  leave: 'The edge sends nobody to the region that is lost',
  enter: 'The edge sends viewers to the region again',
  write: 'The edge sends all writes to the region',
};
