import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuroraDatabase, type AuroraDatabaseProps } from '../../lib/database';
import { Stacks } from './harness';
import { testApp } from '../support/test-app';

function synthesize(props: Partial<AuroraDatabaseProps> = {}): Template {
  const { data, vpc } = new Stacks();
  new AuroraDatabase(data, 'Database', { name: 'shop', vpc, ...props });
  return Template.fromStack(data);
}

describe('AuroraDatabase', () => {
  test('is an encrypted cluster that takes TLS and IAM tokens and can be restored to any second', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::RDS::DBCluster', {
      DBClusterIdentifier: 'shop-aurora-g1',
      Engine: 'aurora-postgresql',
      EngineVersion: '17.7',
      DatabaseName: 'app',
      MasterUsername: 'dbadmin',
      Port: 5432,
      StorageEncrypted: true,
      KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('DatabaseKey'), 'Arn'] },
      EnableIAMDatabaseAuthentication: true,
      BackupRetentionPeriod: 7,
      PreferredBackupWindow: '00:30-01:30',
      PreferredMaintenanceWindow: 'sun:08:00-sun:09:00',
      CopyTagsToSnapshot: true,
      DeleteAutomatedBackups: false,
      StorageType: 'aurora',
      ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 16, SecondsUntilAutoPause: Match.absent() },
    });
    template.hasResourceProperties('AWS::RDS::DBClusterParameterGroup', { Parameters: { 'rds.force_ssl': '1' } });
  });

  test('never joins a global database by itself: that would replace it', () => {
    synthesize().hasResourceProperties('AWS::RDS::DBCluster', { GlobalClusterIdentifier: Match.absent() });
  });

  test('has a writer and a reader that takes over from it', () => {
    const template = synthesize({ readers: 2 });
    const instance = (suffix: string, promotionTier: number) =>
      template.hasResourceProperties('AWS::RDS::DBInstance', {
        DBInstanceIdentifier: `shop-aurora-g1-${suffix}`,
        DBInstanceClass: 'db.serverless',
        PromotionTier: promotionTier,
        PubliclyAccessible: false,
        AutoMinorVersionUpgrade: true,
        MonitoringInterval: 60,
        EnablePerformanceInsights: true,
        PerformanceInsightsRetentionPeriod: 7,
        PerformanceInsightsKMSKeyId: Match.anyValue(),
        CACertificateIdentifier: 'rds-ca-rsa2048-g1',
      });
    instance('writer', 0);
    instance('r1', 1);
    instance('r2', 2);
  });

  test('gains a reader without changing another logical id', () => {
    const before = synthesize({ readers: 1 }).toJSON() as TemplateJson;
    const after = synthesize({ readers: 2 }).toJSON() as TemplateJson;
    const added = Object.keys(after.Resources).filter((id) => !(id in before.Resources));
    expect(added.map((id) => after.Resources[id]?.Type)).toEqual(['AWS::RDS::DBInstance']);
    for (const [id, resource] of Object.entries(before.Resources)) expect(after.Resources[id]).toEqual(resource);
  });

  test.each([0, 1, 15])('has %d readers when asked to', (readers) => {
    synthesize({ readers }).resourceCountIs('AWS::RDS::DBInstance', 1 + readers);
  });

  test('pauses after five minutes, or later, when its least capacity is 0', () => {
    const capacity = (autoPauseAfter?: Duration) => synthesize({ minCapacity: 0, maxCapacity: 4, autoPauseAfter });
    capacity().hasResourceProperties('AWS::RDS::DBCluster', {
      ServerlessV2ScalingConfiguration: { MinCapacity: 0, MaxCapacity: 4, SecondsUntilAutoPause: 300 },
    });
    capacity(Duration.hours(1)).hasResourceProperties('AWS::RDS::DBCluster', {
      ServerlessV2ScalingConfiguration: Match.objectLike({ SecondsUntilAutoPause: 3600 }),
    });
  });

  test.each(['13.15', '14.12', '15.7', '16.3', '17.4', '18.3'])('can pause with version %s', (version) => {
    const engineVersion = rds.AuroraPostgresEngineVersion.of(version, version.split('.')[0] ?? '', {
      serverlessV2AutoPauseSupported: true,
    });
    synthesize({ minCapacity: 0, engineVersion }).hasResourceProperties('AWS::RDS::DBCluster', {
      EngineVersion: version,
    });
  });

  test('takes version, name of the database, backups, windows, parameters and generation from its properties', () => {
    const template = synthesize({
      engineVersion: rds.AuroraPostgresEngineVersion.VER_16_10,
      databaseName: 'orders',
      backupRetention: Duration.days(35),
      preferredBackupWindow: '22:00-23:00',
      preferredMaintenanceWindow: 'mon:01:00-mon:02:00',
      ioOptimized: true,
      parameters: { log_min_duration_statement: '500' },
      generation: 2,
    });
    template.hasResourceProperties('AWS::RDS::DBCluster', {
      DBClusterIdentifier: 'shop-aurora-g2',
      EngineVersion: '16.10',
      DatabaseName: 'orders',
      BackupRetentionPeriod: 35,
      PreferredBackupWindow: '22:00-23:00',
      PreferredMaintenanceWindow: 'mon:01:00-mon:02:00',
      StorageType: 'aurora-iopt1',
    });
    template.hasResourceProperties('AWS::RDS::DBClusterParameterGroup', {
      Parameters: { 'rds.force_ssl': '1', log_min_duration_statement: '500' },
    });
    template.hasResourceProperties('AWS::SecretsManager::Secret', { Name: 'shop-aurora-g2-app' });
  });

  test('scales the number of its readers with their load, by the role that AWS makes for that', () => {
    const template = synthesize({ readers: 2, readerAutoscaling: { maxReaders: 15, targetCpuPercent: 50 } });
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
      ServiceNamespace: 'rds',
      ScalableDimension: 'rds:cluster:ReadReplicaCount',
      ResourceId: 'cluster:shop-aurora-g1',
      MinCapacity: 2,
      MaxCapacity: 15,
    });
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: {
        PredefinedMetricSpecification: { PredefinedMetricType: 'RDSReaderAverageCPUUtilization' },
        TargetValue: 50,
      },
    });
    const roles = template.findResources('AWS::IAM::Role') as Record<string, { Properties: unknown }>;
    expect(JSON.stringify(roles)).not.toContain('application-autoscaling');
  });

  test('keeps more readers than it declares when scaling is told to', () => {
    synthesize({ readerAutoscaling: { minReaders: 3, maxReaders: 5 } }).hasResourceProperties(
      'AWS::ApplicationAutoScaling::ScalableTarget',
      { MinCapacity: 3, MaxCapacity: 5 },
    );
  });

  test('writes its log to an encrypted group that is there before it', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/aws/rds/cluster/shop-aurora-g1/postgresql',
      RetentionInDays: 365,
      KmsKeyId: Match.anyValue(),
    });
    const [groupId] = Object.entries(template.findResources('AWS::Logs::LogGroup')).find(([, group]) =>
      JSON.stringify(group).includes('postgresql'),
    ) ?? [''];
    template.hasResource('AWS::RDS::DBCluster', {
      Properties: { EnableCloudwatchLogsExports: ['postgresql'] },
      DependsOn: Match.arrayWith([groupId]),
    });
  });

  test('encrypts everything with the key it is given', () => {
    const { data, vpc } = new Stacks();
    const encryptionKey = kms.Key.fromKeyArn(data, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/1');
    new AuroraDatabase(data, 'Database', { name: 'shop', vpc, encryptionKey });
    const template = Template.fromStack(data);
    template.resourceCountIs('AWS::KMS::Key', 0);
    const key = { KmsKeyId: 'arn:aws:kms:eu-west-1:111111111111:key/1' };
    template.hasResourceProperties('AWS::RDS::DBCluster', key);
    template.resourcePropertiesCountIs('AWS::SecretsManager::Secret', key, 2);
  });

  test('is protected from deletion, and keeps its writer, secrets and key when its stack is destroyed', () => {
    const template = synthesize();
    template.hasResource('AWS::RDS::DBCluster', {
      Properties: { DeletionProtection: true },
      DeletionPolicy: 'Snapshot',
      UpdateReplacePolicy: 'Snapshot',
    });
    const policy = (suffix: string, deletionPolicy: string) =>
      template.hasResource('AWS::RDS::DBInstance', {
        Properties: { DBInstanceIdentifier: `shop-aurora-g1-${suffix}` },
        DeletionPolicy: deletionPolicy,
      });
    policy('writer', 'Retain');
    policy('r1', 'Delete');
    template.allResources('AWS::SecretsManager::Secret', { DeletionPolicy: 'Retain' });
    template.allResources('AWS::KMS::Key', { DeletionPolicy: 'Retain' });
  });

  test('leaves nothing behind when it is disposable', () => {
    const template = synthesize({ disposable: true });
    template.hasResourceProperties('AWS::RDS::DBCluster', { DeletionProtection: false, DeleteAutomatedBackups: true });
    const { Resources: resources } = template.toJSON() as TemplateJson;
    for (const { DeletionPolicy: policy } of Object.values(resources)) {
      expect(['Delete', undefined]).toContain(policy);
    }
  });

  test('is named as a whole for backups', () => {
    const { data, vpc } = new Stacks();
    const database = new AuroraDatabase(data, 'Database', { name: 'shop', vpc });
    expect(JSON.stringify(data.resolve(database.backupResource.resource))).toContain(':cluster:');
  });

  test('has the same logical ids in an app without feature flags', () => {
    const ids = (context?: Record<string, unknown>) => {
      const { data, vpc } = new Stacks(testApp({ context }));
      new AuroraDatabase(data, 'Database', { name: 'shop', vpc, iamAuthentication: true, proxy: true });
      return Object.keys((Template.fromStack(data).toJSON() as TemplateJson).Resources);
    };
    const flagsOff = Object.fromEntries(
      Object.keys(testApp().node.getAllContext() as Record<string, unknown>)
        .filter((flag) => flag.startsWith('@aws-cdk/aws-rds') || flag.startsWith('@aws-cdk/aws-secretsmanager'))
        .map((flag) => [flag, false]),
    );
    expect(Object.keys(flagsOff).length).toBeGreaterThan(3);
    expect(ids(flagsOff)).toEqual(ids());
  });
});

interface TemplateJson {
  readonly Resources: Record<string, { readonly Type: string; readonly DeletionPolicy?: string }>;
}
