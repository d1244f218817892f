import { CrossStackReferences, Duration, ReferenceStrength, RemovalPolicy } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import type { DatabaseCore } from './database-core';
import type { DatabaseSecrets } from './database-secrets';
import { hasInsights } from './instance-size';
import type { RdsDatabaseProps } from './rds-database';
import type { RdsSettings } from './rds-rules';
import { acknowledge } from '../private/acknowledge';

/** The packs that ask for a standby and protection of every instance, replicas included, and for a backup plan. */
const PACKS = ['HIPAA.Security', 'NIST.800.53.R4', 'NIST.800.53.R5'];

/** A replica: what its name, its alarms and tokens for it need to know. */
export interface RdsReplica {
  /** The construct that everything of the replica is below. */
  readonly scope: Construct;
  /** Physical name. Always literal. */
  readonly identifier: string;
  /** The instance itself. */
  readonly instance: rds.DatabaseInstanceReadReplica;
}

/** Properties of RdsInstances. */
export interface RdsInstancesProps {
  /** What is around the instances. */
  readonly core: DatabaseCore;
  /** Its credentials. */
  readonly secrets: DatabaseSecrets;
  /** The properties of the database. */
  readonly props: RdsDatabaseProps;
  /** The same with defaults. */
  readonly settings: RdsSettings;
  /** Physical name of the primary. */
  readonly identifier: string;
  /** Name of the database within it. */
  readonly databaseName: string;
}

/** Makes the instances of a plain RDS database, below its construct: the primary and the replicas that follow it. */
export class RdsInstances {
  public readonly primary: rds.DatabaseInstance;
  public readonly replicas: readonly RdsReplica[];
  private readonly parameterGroup: rds.ParameterGroup;

  constructor(
    private readonly scope: Construct,
    private readonly context: RdsInstancesProps,
  ) {
    const { engine, parameters } = context.settings.engine._traits();
    this.parameterGroup = new rds.ParameterGroup(this.scope, 'ParameterGroup', {
      engine,
      description: `Database ${context.identifier}`,
      parameters: { ...parameters, ...context.props.parameters },
    });
    this.primary = this.createPrimary();
    this.replicas = this.createReplicas();
    acknowledge(
      scope,
      'A plan of AWS Backup is an option on top of the automated backups: the primary can be restored to any second of the last days, and replicas hold no data of their own.',
      ...PACKS.map((pack) => `${pack}::${pack}-RDSInBackupPlan`),
    );
  }

  private createPrimary(): rds.DatabaseInstance {
    const { core, secrets, props, settings, identifier, databaseName } = this.context;
    const backups = core.backupSettings;
    const primary = new rds.DatabaseInstance(this.scope, 'Primary', {
      ...this.sharedProps(identifier, settings.instanceType),
      engine: settings.engine._traits().engine,
      databaseName,
      credentials: secrets.adminCredentials,
      multiAz: true,
      allocatedStorage: settings.storage,
      storageEncrypted: true,
      storageEncryptionKey: core.key,
      backupRetention: backups.retention,
      preferredBackupWindow: backups.window,
      deleteAutomatedBackups: backups.deletedWithDatabase,
      deletionProtection: !props.disposable,
      removalPolicy: core.dataRemovalPolicy,
    });
    this.createLogGroups(this.scope, primary, identifier);
    return primary;
  }

  /** By number: only the last ones come and go. */
  private createReplicas(): RdsReplica[] {
    const parent = new Construct(this.scope, 'Replicas');
    const replicas = Array.from({ length: this.context.settings.readers }, (_, index) =>
      this.createReplica(new Construct(parent, `Replica${index + 1}`), `${this.context.identifier}-r${index + 1}`),
    );
    if (replicas.length > 0) acknowledgeReplicas(parent);
    return replicas;
  }

  private createReplica(parent: Construct, identifier: string): RdsReplica {
    const { settings } = this.context;
    const instance = new rds.DatabaseInstanceReadReplica(parent, 'Instance', {
      ...this.sharedProps(identifier, settings.replicaInstanceType),
      sourceDatabaseInstance: this.primary,
      storageEncrypted: true,
      deletionProtection: false,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // A replica has the engine and the encryption of its source, and CloudFormation refuses the latter beside a source. Both are set
    // for rules that read the construct.
    const cfnReplica = instance.node.defaultChild as rds.CfnDBInstance;
    cfnReplica.engine = settings.engine._traits().engine.engineType;
    cfnReplica.addPropertyDeletionOverride('Engine');
    cfnReplica.addPropertyDeletionOverride('StorageEncrypted');
    // A replica can be removed while services of other stacks may connect to it: no export is in the way.
    CrossStackReferences.of(instance).produce(ReferenceStrength.WEAK);
    this.createLogGroups(parent, instance, identifier);
    return { scope: parent, identifier, instance };
  }

  /** What primary and replicas have in common. */
  private sharedProps(instanceIdentifier: string, instanceType: ec2.InstanceType) {
    const { core, props, settings } = this.context;
    const { port, logTypes } = settings.engine._traits();
    const insights = hasInsights(instanceType, settings.engine.family);
    return {
      instanceIdentifier,
      instanceType,
      vpc: props.vpc,
      subnetGroup: core.subnetGroup,
      securityGroups: [core.fixedSecurityGroup],
      parameterGroup: this.parameterGroup,
      port,
      storageType: rds.StorageType.GP3,
      maxAllocatedStorage: settings.maxStorage,
      publiclyAccessible: false,
      iamAuthentication: true,
      autoMinorVersionUpgrade: true,
      preferredMaintenanceWindow: core.maintenanceWindow,
      copyTagsToSnapshot: true,
      caCertificate: rds.CaCertificate.RDS_CA_RSA2048_G1,
      cloudwatchLogsExports: [...logTypes],
      monitoringInterval: Duration.minutes(1),
      monitoringRole: core.monitoringRole,
      // The 7 days of the default cost nothing.
      enablePerformanceInsights: insights,
      performanceInsightEncryptionKey: insights ? core.key : undefined,
    };
  }

  private createLogGroups(scope: Construct, instance: Construct, identifier: string): void {
    const { core, settings } = this.context;
    const logs = core.createLogGroups(scope, `/aws/rds/instance/${identifier}`, settings.engine._traits().logTypes);
    instance.node.defaultChild?.node.addDependency(logs);
  }
}

function acknowledgeReplicas(replicas: Construct): void {
  acknowledge(
    replicas,
    'A replica holds no data of its own and has to be removable; while one is down, the others and the primary are there.',
    'AwsSolutions::AwsSolutions-RDS3',
    'AwsSolutions::AwsSolutions-RDS10',
    ...PACKS.flatMap((pack) => [
      `${pack}::${pack}-RDSMultiAZSupport`,
      `${pack}::${pack}-RDSInstanceDeletionProtectionEnabled`,
    ]),
  );
}
