import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import type { AuroraDatabaseProps } from './aurora-database';
import type { AuroraSettings } from './aurora-rules';
import type { DatabaseCore } from './database-core';
import { acknowledge, compliance } from '../private/acknowledge';

/** The port of Aurora. It can be changed later, but every client finds it here, behind a proxy or not. */
export const AURORA_PORT = 5432;

const LOG_TYPES = ['postgresql'];

/** What a cluster is made of, whether it accepts writes or follows one in another region. */
export interface AuroraContext {
  /** What is around it. */
  readonly core: DatabaseCore;
  /** What was asked for. */
  readonly props: AuroraDatabaseProps;
  /** The same with defaults. */
  readonly settings: AuroraSettings;
}

/** What a primary and its secondaries have in common, so that either can be the other. Makes the parameter group. */
export function clusterSettings(parent: Construct, { core, props, settings }: AuroraContext) {
  const { minCapacity, maxCapacity } = settings;
  const engine = rds.DatabaseClusterEngine.auroraPostgres({ version: settings.version });
  const backups = core.backupSettings;
  return {
    clusterIdentifier: core.identifier,
    engine,
    port: AURORA_PORT,
    vpc: props.vpc,
    subnetGroup: core.subnetGroup,
    securityGroups: core.fixedSecurityGroups,
    parameterGroup: new rds.ParameterGroup(parent, 'ParameterGroup', {
      engine,
      description: `Database ${core.identifier}`,
      parameters: { ...props.parameters, 'rds.force_ssl': '1' },
    }),
    serverlessV2MinCapacity: minCapacity,
    serverlessV2MaxCapacity: maxCapacity,
    serverlessV2AutoPauseDuration: minCapacity === 0 ? (props.autoPauseAfter ?? Duration.minutes(5)) : undefined,
    storageType: props.ioOptimized ? rds.DBClusterStorageType.AURORA_IOPT1 : rds.DBClusterStorageType.AURORA,
    storageEncrypted: true,
    storageEncryptionKey: core.key,
    iamAuthentication: true,
    cloudwatchLogsExports: LOG_TYPES,
    monitoringInterval: Duration.minutes(1),
    monitoringRole: core.monitoringRole,
    backup: { retention: backups.retention, preferredWindow: backups.window },
    deleteAutomatedBackups: backups.deletedWithDatabase,
    copyTagsToSnapshot: true,
    preferredMaintenanceWindow: core.maintenanceWindow,
    deletionProtection: !props.disposable,
    removalPolicy: core.dataRemovalPolicy,
  };
}

/** An instance, by its construct id and the end of its physical name. */
export function serverlessInstance(
  core: DatabaseCore,
  id: string,
  suffix: string,
  scaleWithWriter: boolean,
): rds.IClusterInstance {
  return rds.ClusterInstance.serverlessV2(id, {
    instanceIdentifier: `${core.identifier}-${suffix}`,
    scaleWithWriter,
    publiclyAccessible: false,
    autoMinorVersionUpgrade: true,
    preferredMaintenanceWindow: core.maintenanceWindow,
    caCertificate: rds.CaCertificate.RDS_CA_RSA2048_G1,
    // The 7 days of the default cost nothing.
    enablePerformanceInsights: true,
    performanceInsightEncryptionKey: core.key,
  });
}

/** What a cluster needs once it is defined: its logs before it, an instance that stays with it, and what rules are told about it. */
export function completeCluster(
  parent: Construct,
  cluster: rds.DatabaseCluster,
  { core, props }: AuroraContext,
  firstInstance: string,
): void {
  cluster.node.addDependency(core.createLogGroups(parent, `/aws/rds/cluster/${core.identifier}`, LOG_TYPES));
  if (!props.disposable) keepInstance(cluster, firstInstance);
  acknowledge(
    parent,
    'An instance of Aurora holds no data of its own: the cluster is what is backed up, by itself and by a plan of AWS Backup.',
    ...compliance('RDSInBackupPlan', 'PCI.DSS.321'),
  );
}

/**
 * Deletion protection is the cluster's alone: a stack that is destroyed would lose its instances first, and then fail on the
 * cluster. An instance that stays keeps the database answering.
 */
function keepInstance(cluster: rds.DatabaseCluster, id: string): void {
  const instance = cluster.node.findChild(id).node.defaultChild as rds.CfnDBInstance;
  instance.applyRemovalPolicy(RemovalPolicy.RETAIN);
}
