import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct, type IDependable } from 'constructs';
import type { DatabaseProps } from './database';
import type { BoundDatabase } from './database-binding';
import { subnetSelection } from './database-rules';
import { BACKUP_WINDOW, MAINTENANCE_WINDOW } from './windows';
import { IAM_USER } from '../contract/database-users';
import { TopologyEntry, topologyPath } from '../contract/topology';
import { AwsManagedRole } from '../private/aws-managed-role';
import { allowCloudWatchLogs, encryptionKey } from '../private/key';
import { encryptedLogGroup } from '../private/log-group';

/** What is around the data in both engines, at home and in replicas: key, security group, subnets, logs, topology. */
export class DatabaseCore {
  public readonly key: kms.IKey;
  public readonly securityGroup: ec2.ISecurityGroup;
  /** The same for the L2s, which would add rules of their own to it: into another stack, if it lives there. */
  public readonly fixedSecurityGroup: ec2.ISecurityGroup;
  /** All groups of the database, in the same form. */
  public readonly fixedSecurityGroups: ec2.ISecurityGroup[];
  public readonly subnetGroup: rds.ISubnetGroup;
  public readonly monitoringRole: iam.IRole;
  /** What happens to the data when it is removed: refused by deletion protection first, and a last snapshot after that. */
  public readonly dataRemovalPolicy: RemovalPolicy;

  constructor(
    private readonly scope: Construct,
    private readonly props: DatabaseProps,
    public readonly identifier: string,
  ) {
    this.dataRemovalPolicy = props.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.SNAPSHOT;
    this.key = props.encryptionKey ?? this.createKey();
    this.securityGroup = props.securityGroup ?? this.createSecurityGroup();
    this.fixedSecurityGroup = this.fix('FixedSecurityGroup', this.securityGroup);
    const { sharedSecurityGroup: shared } = props;
    this.fixedSecurityGroups = [this.fixedSecurityGroup, ...(shared ? [this.fix('SharedSecurityGroup', shared)] : [])];
    this.subnetGroup = new rds.SubnetGroup(this.scope, 'SubnetGroup', {
      subnetGroupName: identifier,
      description: `Database ${identifier}`,
      vpc: props.vpc,
      vpcSubnets: subnetSelection(props),
    });
    this.monitoringRole = this.createMonitoringRole();
  }

  /** Backups: on both engines the same, and they outlive the database unless it is disposable. */
  public get backupSettings() {
    return {
      retention: this.props.backupRetention ?? Duration.days(7),
      window: this.props.preferredBackupWindow ?? BACKUP_WINDOW,
      deletedWithDatabase: this.props.disposable ?? false,
    };
  }

  public get maintenanceWindow(): string {
    return this.props.preferredMaintenanceWindow ?? MAINTENANCE_WINDOW;
  }

  /**
   * Log groups by the names that RDS writes to, there before RDS would make them itself: unencrypted and for ever.
   *
   * @returns What the database has to wait for.
   */
  public createLogGroups(parent: Construct, folder: string, types: readonly string[]): IDependable {
    const logs = new Construct(parent, 'Logs');
    types.forEach((type) =>
      encryptedLogGroup(new Construct(logs, type), {
        logGroupName: `${folder}/${type}`,
        encryptionKey: this.key,
      }),
    );
    return logs;
  }

  /** Publishes `host:port` of writer and readers. */
  public publish(database: BoundDatabase): void {
    const topology = new Construct(this.scope, 'Topology');
    new ssm.StringParameter(topology, 'Writer', {
      parameterName: this.topologyName(TopologyEntry.databaseWriter(this.identifier)),
      stringValue: `${database.writerHost}:${database.writerPort}`,
      description: `Writer of the database ${this.identifier}`,
    });
    new ssm.StringParameter(topology, 'Reader', {
      parameterName: this.topologyName(TopologyEntry.databaseReader(this.identifier)),
      stringValue: `${database.readerHost}:${database.readerPort}`,
      description: `Readers of the database ${this.identifier}`,
    });
  }

  /** Publishes `host:port` of one replica, below the replica, with which it goes. */
  public publishReplica(parent: Construct, replica: string, endpoint: string): void {
    new ssm.StringParameter(parent, 'Topology', {
      parameterName: this.topologyName(TopologyEntry.databaseReplica(this.identifier, replica)),
      stringValue: endpoint,
      description: `Replica ${replica} of the database ${this.identifier}`,
    });
  }

  /** The right to connect as the user for IAM tokens is given on this ARN, for a cluster, an instance or a proxy. */
  public iamUserArn(resourceId: string): string {
    return Stack.of(this.scope).formatArn({
      service: 'rds-db',
      resource: 'dbuser',
      resourceName: `${resourceId}/${IAM_USER}`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  private topologyName(entry: string): string {
    return `${topologyPath(this.props.name, Stack.of(this.scope).region)}/${entry}`;
  }

  private createKey(): kms.Key {
    const key = encryptionKey(this.scope, 'Key', {
      description: `Database ${this.identifier}`,
      removable: this.props.disposable,
    });
    allowCloudWatchLogs(key);
    return key;
  }

  private fix(id: string, { securityGroupId }: ec2.ISecurityGroup): ec2.ISecurityGroup {
    return ec2.SecurityGroup.fromSecurityGroupId(this.scope, id, securityGroupId, { mutable: false });
  }

  private createSecurityGroup(): ec2.SecurityGroup {
    return new ec2.SecurityGroup(this.scope, 'SecurityGroup', {
      vpc: this.props.vpc,
      description: `Database ${this.identifier}`,
      allowAllOutbound: false,
    });
  }

  private createMonitoringRole(): iam.IRole {
    const { role } = new AwsManagedRole(this.scope, 'Monitoring', {
      service: 'monitoring.rds.amazonaws.com',
      description: `Metrics of the operating system of ${this.identifier}`,
      managedPolicy: 'service-role/AmazonRDSEnhancedMonitoringRole',
    });
    return role;
  }
}
