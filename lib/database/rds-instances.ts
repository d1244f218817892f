import { CrossStackReferences, ReferenceStrength, RemovalPolicy } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import type { DatabaseSecrets } from './database-secrets';
import {
  followEngine,
  instanceLogs,
  instanceSettings,
  PACKS,
  parameterGroup,
  type RdsContext,
} from './rds-instance-settings';
import { acknowledge } from '../private/acknowledge';

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
export interface RdsInstancesProps extends RdsContext {
  /** The credentials of the database. */
  readonly secrets: DatabaseSecrets;
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
    this.parameterGroup = parameterGroup(this.scope, context);
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
      ...instanceSettings(this.context, this.parameterGroup, identifier, settings.instanceType),
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
    instanceLogs(this.scope, primary, this.context, identifier);
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
      ...instanceSettings(this.context, this.parameterGroup, identifier, settings.replicaInstanceType),
      sourceDatabaseInstance: this.primary,
      storageEncrypted: true,
      deletionProtection: false,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    followEngine(instance, this.context);
    // A replica can be removed while services of other stacks may connect to it: no export is in the way.
    CrossStackReferences.of(instance).produce(ReferenceStrength.WEAK);
    instanceLogs(parent, instance, this.context, identifier);
    return { scope: parent, identifier, instance };
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
