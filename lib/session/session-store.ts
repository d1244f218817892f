import { Stack } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { monitorSessions } from './session-alarms';
import { Environment } from '../contract/environment';
import type { IMonitored, IMonitoring } from '../monitoring';
import { globalTable, knownRegionRule } from '../private/global-table';
import { generationRule, nameRule, physicalName } from '../private/names';
import { otherRegionListRules } from '../private/regions';
import { check, trueOrFalse } from '../private/validate';
import type { IBindableService, IServiceBinding } from '../service';

/** Properties for defining a SessionStore. */
export interface SessionStoreProps {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. Part of the table's name. */
  readonly name: string;

  /**
   * Part of the table's name, 1 to 99. Raise it to have a successor beside the table that is there.
   *
   * @default 1
   */
  readonly generation?: number;

  /**
   * Regions beside that of the stack where the table has a copy, which is read and written there like the table itself. What is
   * written in one region is in the others about a second later; of two writes to one session within that time the later one stays.
   *
   * **Once the table exists, add one region with each deployment**: DynamoDB refuses more
   * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-globaltable.html), and the growth guard
   * stops it before. A region that leaves the list loses its copy, so the guard stops that as well: lead the traffic away first.
   *
   * @default - none: the table is in the region of the stack alone
   */
  readonly replicaRegions?: string[];

  /**
   * Whether the table, with all sessions, goes when the stack is destroyed.
   *
   * @default false
   */
  readonly disposable?: boolean;
}

/** What a service does with sessions: one at a time, by id. Nobody lists or scans them. */
const ACTIONS = [
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
];

/**
 * A store for sessions, so that any task can answer any user: items of key `id` (string) that go within days after the
 * second in `expiresAt` (number, Unix time). Readers must still check `expiresAt`: an expired item is there for a while.
 *
 * Defines a DynamoDB table on demand with point-in-time recovery and deletion protection. It is a global table of one region,
 * to which others can be added in place, one with each deployment. It is encrypted with the AWS managed key of DynamoDB, which
 * exists in every region: a customer managed key would have to be there, and be given, for each region that is added.
 *
 * **Cost**: nothing when idle; 0.625 dollars a million writes and 0.125 a million reads of up to 1 and 4 KB, 0.25 dollars a
 * month for each gigabyte and 0.20 for its recovery (list prices, us-east-1). Each further region costs the same storage and
 * recovery, 0.625 dollars for a million writes that are replicated to it, expired sessions included, and their transfer between the
 * regions. **Holds state**: kept when the stack is destroyed, unless it is disposable.
 */
export class SessionStore extends Construct implements IServiceBinding, IMonitored {
  /** Physical name of the table in every region, such as `shop-prod-sessions-g1`. Always literal. */
  public readonly tableName: string;
  /** The table itself. */
  public readonly table: dynamodb.TableV2;
  private readonly replicaRegions: readonly string[];

  constructor(scope: Construct, id: string, props: SessionStoreProps) {
    super(scope, id);
    check(
      this,
      nameRule(props.name),
      generationRule(props.generation),
      trueOrFalse('disposable', props.disposable),
      ...otherRegionListRules('replicaRegions', props.replicaRegions, Stack.of(this).region),
      knownRegionRule(this),
    );

    this.tableName = physicalName(props.name, 'sessions', props.generation);
    this.replicaRegions = props.replicaRegions ?? [];
    this.table = globalTable(this, {
      tableName: this.tableName,
      partitionKey: 'id',
      timeToLiveAttribute: 'expiresAt',
      replicaRegions: props.replicaRegions,
      disposable: props.disposable,
    });
  }

  /**
   * Gives a service the name of the table and lets it read and write sessions by id. It refers to the table by name, in the
   * service's own region, so neither stack depends on the other.
   *
   * @param service The web service or worker.
   */
  public bindToService(service: IBindableService): void {
    service.addEnvironment(Environment.SESSION_TABLE, this.tableName);
    iam.Grant.addToPrincipal({
      grantee: service,
      actions: ACTIONS,
      resourceArns: [
        Stack.of(service).formatArn({ service: 'dynamodb', resource: 'table', resourceName: this.tableName }),
      ],
    });
  }

  public monitor(monitoring: IMonitoring): void {
    monitorSessions(this, monitoring, this.tableName, this.replicaRegions);
  }
}
