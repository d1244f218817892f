import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { monitorControl } from './control-alarms';
import { controlTableName, publishControl } from './control-topology';
import { modelRules, type RegionModel } from './region-model';
import type { IMonitored, IMonitoring } from '../monitoring';
import { generationRule, nameRule } from '../private/names';
import { check } from '../private/validate';

/** Properties for defining a ControlReplica. */
export interface ControlReplicaProps {
  /** Name of the deployment that the ControlTable has. */
  readonly name: string;

  /** The plan that the ControlTable has. The stack is in one of its regions beside home. */
  readonly plan: RegionModel;

  /**
   * Generation that the ControlTable has, 1 to 99.
   *
   * @default 1
   */
  readonly generation?: number;
}

/**
 * The copy of the control table in another region than home, seen from a stack of that region. It refers to the table by name: neither stack
 * depends on the other. A command that is led from this region, because home is lost, finds here what it needs.
 *
 * Defines two parameters, the name of the table and the plan, and the alarms that watch this copy.
 *
 * **Cost**: none but that of its alarms. Holds no state: the table is the ControlTable's.
 */
export class ControlReplica extends Construct implements IMonitored {
  /** Physical name of the table, such as `shop-prod-control-g1`. Always literal. */
  public readonly tableName: string;
  private readonly otherRegions: readonly string[];

  constructor(scope: Construct, id: string, props: ControlReplicaProps) {
    super(scope, id);
    const { region } = Stack.of(this);
    check(this, nameRule(props.name), generationRule(props.generation), ...modelRules(props.plan, region, 'elsewhere'));

    this.tableName = controlTableName(props.name, props.generation);
    this.otherRegions = props.plan._plan.regions.filter((other) => other !== region);
    publishControl(this, props.name, this.tableName, props.plan);
  }

  public monitor(monitoring: IMonitoring): void {
    monitorControl(this, monitoring, this.tableName, this.otherRegions);
  }
}
