import { Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import type { DatabaseCore } from './database-core';
import { hasInsights } from './instance-size';
import type { RdsDatabaseProps } from './rds-database';
import type { RdsSettings } from './rds-rules';

/** The packs that ask for a standby and protection of every instance, replicas included, and for a backup plan. */
export const PACKS = ['HIPAA.Security', 'NIST.800.53.R4', 'NIST.800.53.R5'];

/** What an instance is made of, whether it accepts writes or follows another one. */
export interface RdsContext {
  /** What is around it. */
  readonly core: DatabaseCore;
  /** What was asked for. */
  readonly props: RdsDatabaseProps;
  /** The same with defaults. */
  readonly settings: RdsSettings;
}

/** The parameters of all instances of a region. */
export function parameterGroup(parent: Construct, { core, props, settings }: RdsContext): rds.ParameterGroup {
  const { engine, parameters } = settings.engine._traits();
  return new rds.ParameterGroup(parent, 'ParameterGroup', {
    engine,
    description: `Database ${core.identifier}`,
    parameters: { ...parameters, ...props.parameters },
  });
}

/** What primary and replicas have in common. */
export function instanceSettings(
  { core, props, settings }: RdsContext,
  group: rds.ParameterGroup,
  instanceIdentifier: string,
  instanceType: ec2.InstanceType,
) {
  const { port, logTypes } = settings.engine._traits();
  const insights = hasInsights(instanceType, settings.engine.family);
  return {
    instanceIdentifier,
    instanceType,
    vpc: props.vpc,
    subnetGroup: core.subnetGroup,
    securityGroups: core.fixedSecurityGroups,
    parameterGroup: group,
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

/** Its logs, which are there before it. */
export function instanceLogs(
  parent: Construct,
  instance: Construct,
  { core, settings }: RdsContext,
  identifier: string,
): void {
  const logs = core.createLogGroups(parent, `/aws/rds/instance/${identifier}`, settings.engine._traits().logTypes);
  instance.node.defaultChild?.node.addDependency(logs);
}

/**
 * A replica has the engine and the encryption of its source, and CloudFormation refuses the latter beside a source. Both are set for
 * rules that read the construct.
 */
export function followEngine(instance: rds.DatabaseInstanceReadReplica, { settings }: RdsContext): rds.CfnDBInstance {
  const cfnReplica = instance.node.defaultChild as rds.CfnDBInstance;
  cfnReplica.engine = settings.engine._traits().engine.engineType;
  cfnReplica.addPropertyDeletionOverride('Engine');
  cfnReplica.addPropertyDeletionOverride('StorageEncrypted');
  return cfnReplica;
}
