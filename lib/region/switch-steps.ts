import type { CfnPlan } from 'aws-cdk-lib/aws-arcregionswitch';
import { blocksOf, MOST_BLOCKS } from './switch-blocks';
import { promotionSteps } from './switch-promotion';
import { plannedCapacity, type SwitchTargets } from './switch-targets';
import { evacuationPlan, RegionMode, returnPlan, type RegionPlan, type Step } from '../contract/region-plan';
import type { TrafficMove } from '../contract/region-traffic';

/** Minutes after which a step that has not come to its end is reported, and the plan waits for somebody. */
const MINUTES = { approve: 60, scale: 10, traffic: 5 };

/**
 * What ARC runs for moves of regions: one workflow for each. The loss of home comes first: where there are not enough blocks to promote every shard
 * twice, only traffic returns by the plan, and who writes stays.
 */
export function workflows(plan: RegionPlan, targets: SwitchTargets): CfnPlan.WorkflowProperty[] {
  const whole = workflowsOf(targets, new Workflows(plan, targets, true));
  return blocksOf(whole) <= MOST_BLOCKS ? whole : workflowsOf(targets, new Workflows(plan, targets, false));
}

function workflowsOf({ regions: [home, second] }: SwitchTargets, make: Workflows): CfnPlan.WorkflowProperty[] {
  return make.plan.mode === RegionMode.ACTIVE_PASSIVE
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
    public readonly plan: RegionPlan,
    private readonly targets: SwitchTargets,
    private readonly writerReturns: boolean,
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
    const hasGlobalDatabase = region === home && this.plan.database === 'aurora-postgres';
    const promote = hasGlobalDatabase && this.writerReturns;
    const steps = returnPlan(this.plan, region, { stepPercent: 100, promote, writer: promote ? other : home });
    return {
      workflowTargetAction: 'activate',
      workflowTargetRegion: region,
      workflowDescription: `${region} is back, and healthy${hasGlobalDatabase && !promote ? '; writes stay' : ''}`,
      steps: [this.approval(region), ...steps.flatMap((step) => this.stepOf(step, 'enter', region))],
    };
  }

  /** What the model only looks at, ARC looks at when it evaluates the plan. */
  private stepOf(step: Step, move: TrafficMove, inRegion: string): CfnPlan.StepProperty[] {
    if (step.kind === 'shift') return [this.traffic(move, inRegion, step.regions[0])];
    if (step.kind === 'promote') return [...promotionSteps(step, this.targets), this.traffic('write', inRegion)];
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
