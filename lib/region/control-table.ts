import { Stack } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { monitorControl } from './control-alarms';
import { controlTableName, publishControl } from './control-topology';
import { modelRules, type RegionModel } from './region-model';
import { CONTROL_KEY } from '../contract/region-control';
import type { IMonitored, IMonitoring } from '../monitoring';
import { globalTable, knownRegionRule } from '../private/global-table';
import { generationRule, nameRule } from '../private/names';
import { check, trueOrFalse } from '../private/validate';

/** Properties for defining a ControlTable. */
export interface ControlTableProps {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. Part of the table's name. */
  readonly name: string;

  /**
   * The regions, home first, and what is wanted of them. The stack is in the first, and the table has a copy in each other one. **Once the
   * table exists, add one region with each deployment**: DynamoDB refuses more
   * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-globaltable.html).
   */
  readonly plan: RegionModel;

  /**
   * Part of the table's name, 1 to 99. Raise it to have a successor beside the table that is there. The successor is empty: copy the
   * items first, or commands take every region for present and home for the writer.
   *
   * @default 1
   */
  readonly generation?: number;

  /**
   * Whether the table goes when the stack is destroyed.
   *
   * @default false
   */
  readonly disposable?: boolean;
}

/**
 * Where the state of several regions is kept while they run: which region writes, which are evacuated, how far an evacuation has come.
 * Commands write it and no template does, so that a deployment after an evacuation or a promotion takes nothing back. Items have the key
 * `record` (string).
 *
 * Defines a DynamoDB table on demand in every region of the plan, with point-in-time recovery and deletion protection, encrypted with the
 * AWS managed key of DynamoDB, and two parameters below `/<name>/<region>/control/`: the name of the table, and the plan.
 * The other regions have a ControlReplica.
 *
 * **Cost**: less than a cent a month: a few writes for each evacuation. **Holds state**: kept when the stack is destroyed, unless
 * it is disposable.
 */
export class ControlTable extends Construct implements IMonitored {
  /** Physical name of the table in every region, such as `shop-prod-control-g1`. Always literal. */
  public readonly tableName: string;
  /** The table itself. */
  public readonly table: dynamodb.TableV2;
  private readonly replicaRegions: readonly string[];

  constructor(scope: Construct, id: string, props: ControlTableProps) {
    super(scope, id);
    const { name, plan, disposable } = props;
    const unknown = knownRegionRule(this);
    check(
      this,
      nameRule(name),
      generationRule(props.generation),
      trueOrFalse('disposable', disposable),
      unknown,
      ...(unknown ? [] : modelRules(plan, Stack.of(this).region, 'home')),
    );

    this.tableName = controlTableName(name, props.generation);
    this.replicaRegions = plan._plan.regions.slice(1);
    this.table = globalTable(this, {
      tableName: this.tableName,
      partitionKey: CONTROL_KEY,
      replicaRegions: this.replicaRegions,
      disposable,
    });
    publishControl(this, name, this.tableName, plan);
  }

  public monitor(monitoring: IMonitoring): void {
    monitorControl(this, monitoring, this.tableName, this.replicaRegions);
  }
}
