import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Monitoring } from '../../lib/monitoring';
import { LimitlessDatabase, type LimitlessDatabaseProps } from '../../lib/sharding';
import { Stacks } from '../database/harness';
import { TestService } from '../support/test-service';

function make(props: Partial<LimitlessDatabaseProps> = {}) {
  const stacks = new Stacks();
  const database = new LimitlessDatabase(stacks.data, 'Database', {
    name: 'shop',
    vpc: stacks.vpc,
    maxCapacity: 384,
    ...props,
  });
  return { ...stacks, database };
}

function synthesize(props: Partial<LimitlessDatabaseProps> = {}): Template {
  return Template.fromStack(make(props).data);
}

describe('LimitlessDatabase', () => {
  test('is a cluster without instances that has everything that Limitless demands', () => {
    const template = synthesize();
    template.resourceCountIs('AWS::RDS::DBInstance', 0);
    template.hasResourceProperties('AWS::RDS::DBCluster', {
      DBClusterIdentifier: 'shop-limitless-g1',
      ClusterScalabilityType: 'limitless',
      Engine: 'aurora-postgresql',
      EngineVersion: '16.13-limitless',
      StorageType: 'aurora-iopt1',
      StorageEncrypted: true,
      KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('DatabaseKey'), 'Arn'] },
      PerformanceInsightsEnabled: true,
      PerformanceInsightsRetentionPeriod: 31,
      PerformanceInsightsKmsKeyId: Match.anyValue(),
      MonitoringInterval: 60,
      MonitoringRoleArn: Match.anyValue(),
      EnableCloudwatchLogsExports: ['postgresql'],
      EnableIAMDatabaseAuthentication: true,
      BackupRetentionPeriod: 7,
      DeleteAutomatedBackups: true,
      DatabaseName: Match.absent(),
      ServerlessV2ScalingConfiguration: Match.absent(),
      GlobalClusterIdentifier: Match.absent(),
    });
    template.hasResourceProperties('AWS::RDS::DBClusterParameterGroup', { Parameters: { 'rds.force_ssl': '1' } });
  });

  test('has one shard group that nobody outside of the network reaches', () => {
    synthesize({ minCapacity: 24, standbys: 2 }).hasResourceProperties('AWS::RDS::DBShardGroup', {
      DBShardGroupIdentifier: 'shop-limitless-g1-shards',
      DBClusterIdentifier: 'shop-limitless-g1',
      MinACU: 24,
      MaxACU: 384,
      ComputeRedundancy: 2,
      PubliclyAccessible: false,
    });
  });

  test('has the least capacity and one standby of each shard unless told otherwise', () => {
    synthesize().hasResourceProperties('AWS::RDS::DBShardGroup', { MinACU: 16, ComputeRedundancy: 1 });
  });

  test('makes the shard group after the cluster, and rotates for the first time after the shard group', () => {
    const template = synthesize();
    const [shardGroup] = Object.keys(template.findResources('AWS::RDS::DBShardGroup'));
    const [cluster] = Object.keys(template.findResources('AWS::RDS::DBCluster'));
    template.hasResource('AWS::RDS::DBShardGroup', { DependsOn: Match.arrayWith([cluster]) });
    for (const schedule of Object.values(template.findResources('AWS::SecretsManager::RotationSchedule'))) {
      expect((schedule as { DependsOn: string[] }).DependsOn).toContain(shardGroup);
    }
  });

  test('is protected and kept with its shard group when its stack is destroyed', () => {
    const template = synthesize();
    template.hasResource('AWS::RDS::DBCluster', {
      Properties: { DeletionProtection: true },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    template.hasResource('AWS::RDS::DBShardGroup', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    template.allResources('AWS::SecretsManager::Secret', { DeletionPolicy: 'Retain' });
  });

  test('leaves nothing behind when it is disposable', () => {
    const template = synthesize({ disposable: true });
    template.hasResourceProperties('AWS::RDS::DBCluster', { DeletionProtection: false });
    const { Resources: resources } = template.toJSON() as {
      Resources: Record<string, { readonly DeletionPolicy?: string }>;
    };
    for (const { DeletionPolicy: policy } of Object.values(resources)) expect(['Delete', undefined]).toContain(policy);
  });

  test('takes version, backups, windows, parameters and generation from its properties', () => {
    const template = synthesize({
      engineVersion: rds.AuroraPostgresEngineVersion.VER_16_11_LIMITLESS,
      backupRetention: Duration.days(35),
      preferredBackupWindow: '22:00-23:00',
      preferredMaintenanceWindow: 'mon:01:00-mon:02:00',
      parameters: { log_min_duration_statement: '500' },
      generation: 2,
    });
    template.hasResourceProperties('AWS::RDS::DBCluster', {
      DBClusterIdentifier: 'shop-limitless-g2',
      EngineVersion: '16.11-limitless',
      BackupRetentionPeriod: 35,
      PreferredBackupWindow: '22:00-23:00',
      PreferredMaintenanceWindow: 'mon:01:00-mon:02:00',
    });
    template.hasResourceProperties('AWS::RDS::DBClusterParameterGroup', {
      Parameters: { 'rds.force_ssl': '1', log_min_duration_statement: '500' },
    });
    template.hasResourceProperties('AWS::RDS::DBShardGroup', { DBShardGroupIdentifier: 'shop-limitless-g2-shards' });
  });

  test('rotates the administrator in the database that AWS made, not in one that is no Limitless database', () => {
    synthesize().hasResourceProperties('AWS::SecretsManager::Secret', {
      Name: 'shop-limitless-g1-admin',
      GenerateSecretString: Match.objectLike({
        SecretStringTemplate: '{"username":"dbadmin","dbname":"postgres_limitless"}',
      }),
    });
  });

  test('gives a service what every database gives, with a password that follows rotation', () => {
    const { svc, vpc, database } = make();
    const service = new TestService(svc, vpc);
    database.bindToService(service);
    expect(svc.resolve(service.environment)).toMatchObject({
      DATABASE_NAME: 'postgres_limitless',
      DATABASE_PORT: '5432',
      DATABASE_READER_PORT: '5432',
      DATABASE_ENGINE: 'postgres',
    });
    expect(Object.keys(service.secrets).sort()).toEqual(['DATABASE_PASSWORD', 'DATABASE_USER']);
    expect(service.redeployedOn).toEqual([database.appSecret]);
    Template.fromStack(svc).hasResourceProperties('AWS::EC2::SecurityGroupEgress', { FromPort: 5432, ToPort: 5432 });
  });

  test('gives a service the right to make tokens when it authenticates by IAM', () => {
    const { svc, vpc, database } = make({ iamAuthentication: true });
    const service = new TestService(svc, vpc);
    database.bindToService(service);
    expect(service.environment.DATABASE_USER).toBe('app_iam');
    expect(service.secrets).toEqual({});
    Template.fromStack(svc).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: Match.objectLike({ Statement: [Match.objectLike({ Action: 'rds-db:connect' })] }),
    });
  });

  test.each([
    [0, ['DBShardGroupACUUtilization', 'CPUUtilization', 'MaximumUsedTransactionIDs']],
    [1, ['DBShardGroupACUUtilization', 'CPUUtilization', 'MaximumUsedTransactionIDs', 'AuroraReplicaLagMaximum']],
  ])('with %d standbys watches the metrics that its shard group has', (standbys, names) => {
    const { data, database } = make({ standbys });
    database.monitor(new Monitoring(data, 'Monitoring', { name: 'shop' }));
    const alarms = Object.values(Template.fromStack(data).findResources('AWS::CloudWatch::Alarm')) as {
      Properties: { MetricName: string; Dimensions: { Name: string; Value: unknown }[] };
    }[];
    const ofGroup = alarms.filter(
      ({
        Properties: {
          Dimensions: [dimension],
        },
      }) => dimension?.Name.startsWith('DBShardGroup'),
    );
    expect(ofGroup.map(({ Properties }) => Properties.MetricName).sort()).toEqual([...names].sort());
    for (const { Properties } of ofGroup) {
      expect(Properties.Dimensions).toEqual([{ Name: 'DBShardGroupIdentifier', Value: 'shop-limitless-g1-shards' }]);
    }
  });

  test('looks as it did', () => {
    expect(synthesize()).toMatchSnapshot();
  });
});

describe('LimitlessDatabase refuses', () => {
  test('everything that is wrong at once', () => {
    const make = () =>
      synthesize({
        name: 'Shop',
        generation: 0,
        maxCapacity: 8,
        minCapacity: 15,
        standbys: 3,
        engineVersion: rds.AuroraPostgresEngineVersion.VER_17_7,
        backupRetention: Duration.days(36),
        parameters: { 'rds.force_ssl': '0' },
      });
    expect(make).toThrow(
      new Error(`Data/Database:
  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop"; choose a shorter or simpler name; it can never change once something is deployed
  - generation must be a whole number between 1 and 99, got 0; start at 1 and add 1 when a resource must exist beside its successor
  - backupRetention in days must be a whole number between 1 and 35, got 36; without backups there is neither recovery nor a reader; for longer ones add a Backup
  - parameters must not hold rds.force_ssl, got "0"; TLS is always required, leave it out
  - engineVersion must be a Limitless version such as 16.13-limitless, got "17.7"; use a constant such as rds.AuroraPostgresEngineVersion.VER_16_13_LIMITLESS
  - maxCapacity must be a whole number between 16 and 6144, got 8; for more, ask AWS for a higher limit
  - minCapacity must be a whole number between 16 and 6144, got 15; a shard group never shrinks below 16
  - minCapacity must be at most maxCapacity, got 15 with 8; lower one or raise the other
  - standbys must be a whole number between 0 and 2, got 3; each shard has none, one, or one in each of two other zones
  - vpcSubnets must select subnets in at least 4 zones with 3 standbys, got 3; add a zone or lower standbys`),
    );
  });

  test('a capacity that is missing in JavaScript', () => {
    expect(() => synthesize({ maxCapacity: undefined })).toThrow(
      new Error(
        'Data/Database: maxCapacity must be a whole number between 16 and 6144, got undefined; it decides for ever how many shards there are at first',
      ),
    );
  });

  test('more standbys than there are other zones', () => {
    const { data, vpc } = new Stacks();
    const two = ec2.Vpc.fromVpcAttributes(data, 'Two', {
      vpcId: vpc.vpcId,
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      isolatedSubnetIds: ['subnet-1', 'subnet-2'],
      privateSubnetIds: ['subnet-3', 'subnet-4'],
    });
    expect(
      () => new LimitlessDatabase(data, 'Database', { name: 'shop', vpc: two, maxCapacity: 16, standbys: 2 }),
    ).toThrow(
      new Error(
        'Data/Database: vpcSubnets must select subnets in at least 3 zones with 2 standbys, got 2; add a zone or lower standbys',
      ),
    );
  });

  test('the zone in which Serverless v2 does not run', () => {
    const { data } = new Stacks();
    const vpc = ec2.Vpc.fromVpcAttributes(data, 'Virginia', {
      vpcId: 'vpc-1',
      availabilityZones: ['us-east-1a', 'us-east-1e'],
      isolatedSubnetIds: ['subnet-1', 'subnet-2'],
      privateSubnetIds: ['subnet-3', 'subnet-4'],
    });
    expect(() => new LimitlessDatabase(data, 'Database', { name: 'shop', vpc, maxCapacity: 16 })).toThrow(
      new Error(
        'Data/Database: vpcSubnets must not select subnets in us-east-1e, got us-east-1a, us-east-1e; Aurora Serverless v2 does not run there, so select the others',
      ),
    );
  });
});
