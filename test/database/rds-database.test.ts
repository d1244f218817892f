import { Duration, Size } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Stacks } from './harness';
import { RdsDatabase, RdsEngine, type RdsDatabaseProps } from '../../lib/database';
import { Monitoring, type AlarmOptions, type DashboardSection, type IMonitoring } from '../../lib/monitoring';
import { resourcesOf } from '../support/templates';
import { TestService } from '../support/test-service';

const { T4G, M7G } = ec2.InstanceClass;
const { MICRO, MEDIUM, LARGE } = ec2.InstanceSize;

function databaseIn(stacks: Stacks, props: Partial<RdsDatabaseProps> = {}): RdsDatabase {
  return new RdsDatabase(stacks.data, 'Database', {
    name: 'shop',
    vpc: stacks.vpc,
    securityGroup: stacks.securityGroup,
    ...props,
  });
}

function synthesize(props: Partial<RdsDatabaseProps> = {}): Template {
  const stacks = new Stacks();
  databaseIn(stacks, props);
  return Template.fromStack(stacks.data);
}

const PRIMARY = { DBInstanceIdentifier: 'shop-rds-g1' };
const REPLICA = { DBInstanceIdentifier: 'shop-rds-g1-r1' };

describe('RdsDatabase', () => {
  test('has a primary with a standby, encrypted, protected and recoverable to any second of a week', () => {
    const template = synthesize();
    template.hasResource('AWS::RDS::DBInstance', {
      Properties: {
        ...PRIMARY,
        Engine: 'postgres',
        EngineVersion: '17.7',
        DBInstanceClass: 'db.t4g.medium',
        DBName: 'app',
        MultiAZ: true,
        StorageEncrypted: true,
        KmsKeyId: Match.anyValue(),
        StorageType: 'gp3',
        AllocatedStorage: '20',
        MaxAllocatedStorage: 1000,
        BackupRetentionPeriod: 7,
        DeletionProtection: true,
        DeleteAutomatedBackups: false,
        CopyTagsToSnapshot: true,
        AutoMinorVersionUpgrade: true,
        PubliclyAccessible: false,
        EnableIAMDatabaseAuthentication: true,
        ManageMasterUserPassword: Match.absent(),
      },
      DeletionPolicy: 'Snapshot',
      UpdateReplacePolicy: 'Snapshot',
    });
  });

  test('is watched from inside', () => {
    synthesize().resourcePropertiesCountIs(
      'AWS::RDS::DBInstance',
      {
        MonitoringInterval: 60,
        MonitoringRoleArn: Match.anyValue(),
        EnablePerformanceInsights: true,
        PerformanceInsightsKMSKeyId: Match.anyValue(),
      },
      2,
    );
  });

  test('goes as a whole when it is disposable', () => {
    synthesize({ disposable: true }).hasResource('AWS::RDS::DBInstance', {
      Properties: { ...PRIMARY, DeletionProtection: false, DeleteAutomatedBackups: true },
      DeletionPolicy: 'Delete',
    });
  });

  test('has a replica in the place of its primary, with the encryption of its source', () => {
    const template = synthesize();
    const [primary] = Object.values(template.findResources('AWS::RDS::DBInstance', { Properties: PRIMARY }));
    const { DBSubnetGroupName, DBParameterGroupName, VPCSecurityGroups } = primary?.Properties as Record<
      string,
      unknown
    >;
    template.hasResource('AWS::RDS::DBInstance', {
      Properties: {
        ...REPLICA,
        SourceDBInstanceIdentifier: Match.anyValue(),
        DBSubnetGroupName,
        DBParameterGroupName,
        VPCSecurityGroups,
        StorageType: 'gp3',
        Port: '5433',
        PubliclyAccessible: false,
        StorageEncrypted: Match.absent(),
        KmsKeyId: Match.absent(),
        Engine: Match.absent(),
        MasterUsername: Match.absent(),
      },
      DeletionPolicy: 'Delete',
    });
  });

  test.each([
    [RdsEngine.postgres(), '5433', 'postgres17', { 'rds.force_ssl': '1', log_min_duration_statement: '1000' }],
    [
      RdsEngine.mysql(),
      '3307',
      'mysql8.4',
      { require_secure_transport: '1', log_output: 'FILE', slow_query_log: '1', long_query_time: '1' },
    ],
  ])('requires TLS, on a port that scanners do not try first (%#)', (engine, Port, Family, Parameters) => {
    const template = synthesize({ engine });
    template.resourcePropertiesCountIs('AWS::RDS::DBInstance', { Port }, 2);
    template.hasResourceProperties('AWS::RDS::DBParameterGroup', { Family, Parameters });
  });

  test.each([
    [RdsEngine.postgres(), ['postgresql', 'upgrade']],
    [RdsEngine.mysql(), ['audit', 'error', 'general', 'slowquery']],
  ])('has encrypted log groups that expire before RDS would make others (%#)', (engine, types) => {
    const template = synthesize({ engine });
    template.resourcePropertiesCountIs('AWS::RDS::DBInstance', { EnableCloudwatchLogsExports: types }, 2);
    for (const name of ['shop-rds-g1', 'shop-rds-g1-r1']) {
      const [instance] = Object.values(
        template.findResources('AWS::RDS::DBInstance', { Properties: { DBInstanceIdentifier: name } }),
      );
      for (const type of types) {
        const groups = template.findResources('AWS::Logs::LogGroup', {
          Properties: {
            LogGroupName: `/aws/rds/instance/${name}/${type}`,
            KmsKeyId: Match.anyValue(),
            RetentionInDays: 365,
          },
        });
        expect(instance?.DependsOn).toEqual(expect.arrayContaining(Object.keys(groups)));
        expect(Object.keys(groups)).toHaveLength(1);
      }
    }
  });

  test('takes every option', () => {
    const template = synthesize({
      engine: RdsEngine.postgres(rds.PostgresEngineVersion.VER_16_10),
      instanceType: ec2.InstanceType.of(M7G, LARGE),
      replicaInstanceType: ec2.InstanceType.of(T4G, MEDIUM),
      storage: Size.gibibytes(100),
      maxStorage: Size.gibibytes(110),
      backupRetention: Duration.days(35),
      databaseName: 'orders',
      generation: 2,
      parameters: { log_min_duration_statement: '50' },
    });
    template.hasResourceProperties('AWS::RDS::DBInstance', {
      DBInstanceIdentifier: 'shop-rds-g2',
      EngineVersion: '16.10',
      DBInstanceClass: 'db.m7g.large',
      AllocatedStorage: '100',
      MaxAllocatedStorage: 110,
      BackupRetentionPeriod: 35,
      DBName: 'orders',
    });
    template.hasResourceProperties('AWS::RDS::DBInstance', {
      DBInstanceIdentifier: 'shop-rds-g2-r1',
      DBInstanceClass: 'db.t4g.medium',
    });
    template.hasResourceProperties('AWS::RDS::DBParameterGroup', {
      Parameters: { 'rds.force_ssl': '1', log_min_duration_statement: '50' },
    });
  });

  test('uses a key that is brought along for everything', () => {
    const stacks = new Stacks();
    databaseIn(stacks, { encryptionKey: kms.Key.fromKeyArn(stacks.data, 'Key', 'arn:aws:kms:eu-west-1:1:key/k') });
    const template = Template.fromStack(stacks.data);
    template.resourceCountIs('AWS::KMS::Key', 0);
    template.hasResourceProperties('AWS::RDS::DBInstance', { ...PRIMARY, KmsKeyId: 'arn:aws:kms:eu-west-1:1:key/k' });
  });

  test('leaves Performance Insights out where MySQL has no room for it', () => {
    synthesize({
      engine: RdsEngine.mysql(),
      instanceType: ec2.InstanceType.of(T4G, MICRO),
    }).resourcePropertiesCountIs('AWS::RDS::DBInstance', { EnablePerformanceInsights: false }, 2);
  });

  test('rotates its credentials every 30 days', () => {
    synthesize().resourcePropertiesCountIs(
      'AWS::SecretsManager::RotationSchedule',
      { RotationRules: { AutomaticallyAfterDays: 30 } },
      2,
    );
  });

  test('publishes where writer and readers are', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::SSM::Parameter', {
      Name: Match.stringLikeRegexp('^/shop/eu-west-1/database/.*writer$'),
      Value: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [Match.anyValue(), 'Endpoint.Address'] }, ':5433']] },
    });
    template.hasResourceProperties('AWS::SSM::Parameter', {
      Name: Match.stringLikeRegexp('^/shop/eu-west-1/database/.*reader$'),
      Value: 'reader.shop-rds-g1.internal:5433',
    });
  });
});

describe('replicas of an RdsDatabase', () => {
  const records = (template: Template) =>
    Object.values(template.findResources('AWS::Route53::RecordSet'))
      .map(({ Properties }) => Properties as Record<string, unknown>)
      .map(({ Name, SetIdentifier, Weight, TTL, Type }) => [Name, SetIdentifier, Weight, TTL, Type].join(' '))
      .sort();

  test.each([0, 1, 15])('are %i, behind one name that the primary answers for only while there is none', (readers) => {
    const template = synthesize({ readers });
    template.resourceCountIs('AWS::RDS::DBInstance', readers + 1);
    const replicas = Array.from({ length: readers }, (_, index) => `replica${index + 1} 1`);
    expect(records(template)).toEqual(
      ['primary 0', ...replicas].map((member) => `reader.shop-rds-g1.internal. ${member} 5 CNAME`).sort(),
    );
  });

  test.each([0, 1, 2])('from %i on: one more changes nothing that is there', (readers) => {
    const resources = (count: number) => {
      const stacks = new Stacks();
      const database = databaseIn(stacks, { readers: count });
      database.monitor(new Monitoring(stacks.net, 'Monitoring', { name: 'shop' }));
      return resourcesOf(Template.fromStack(stacks.data));
    };
    const before = resources(readers);
    const after = resources(readers + 1);
    expect(after).toMatchObject(before);
    expect(Object.fromEntries(Object.keys(before).map((id) => [id, after[id]]))).toEqual(before);
    const added = Object.entries(after).filter(([id]) => !(id in before));
    expect(added.length).toBeGreaterThan(0);
    expect(added.every(([id]) => id.startsWith(`DatabaseReplicasReplica${readers + 1}`))).toBe(true);
  });

  test.each([0, 1, 2])('are %i, each published with the name that its certificate is for', (readers) => {
    const template = synthesize({ readers });
    const entry = (replica: number) => ({
      Name: `/shop/eu-west-1/database/shop-rds-g1/readers/shop-rds-g1-r${replica}`,
      Value: {
        'Fn::Join': [
          '',
          [{ 'Fn::GetAtt': [Match.stringLikeRegexp(`Replica${replica}Instance`), 'Endpoint.Address'] }, ':5433'],
        ],
      },
    });
    template.resourceCountIs('AWS::SSM::Parameter', 2 + readers);
    for (let replica = 1; replica <= readers; replica++) {
      template.hasResourceProperties('AWS::SSM::Parameter', entry(replica));
    }
  });

  test('have a name that is known in the VPC alone', () => {
    synthesize().hasResourceProperties('AWS::Route53::HostedZone', {
      Name: 'shop-rds-g1.internal.',
      VPCs: [{ VPCId: Match.anyValue(), VPCRegion: 'eu-west-1' }],
    });
  });
});

describe('services of an RdsDatabase', () => {
  function bind(props: Partial<RdsDatabaseProps> = {}) {
    const stacks = new Stacks();
    const database = databaseIn(stacks, props);
    const service = new TestService(stacks.svc, stacks.vpc);
    return { stacks, database, service };
  }

  test('are told hosts, ports, name and engine, and get user and password when a task starts', () => {
    const { stacks, database, service } = bind({ engine: RdsEngine.mysql() });
    database.bindToService(service);
    expect(service.environment).toEqual({
      DATABASE_WRITER_HOST: database.primary.dbInstanceEndpointAddress,
      DATABASE_PORT: '3307',
      DATABASE_READER_HOST: 'reader.shop-rds-g1.internal',
      DATABASE_READER_PORT: '3307',
      DATABASE_NAME: 'app',
      DATABASE_ENGINE: 'mysql',
    });
    expect(Object.keys(service.secrets)).toEqual(['DATABASE_USER', 'DATABASE_PASSWORD']);
    expect(service.redeployedOn).toEqual([database.appSecret]);
    Template.fromStack(stacks.svc).hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      FromPort: 3307,
      ToPort: 3307,
    });
  });

  test('with tokens may connect as one user, to exactly these instances, and know no password', () => {
    const { stacks, database, service } = bind({ iamAuthentication: true });
    database.bindToService(service);
    expect(service.environment).toMatchObject({ DATABASE_USER: 'app_iam' });
    expect(service.secrets).toEqual({});
    expect(service.redeployedOn).toEqual([]);
    const policies = JSON.stringify(Template.fromStack(stacks.svc).findResources('AWS::IAM::ManagedPolicy'));
    expect(policies.match(/DbiResourceId/g)).toHaveLength(2);
    expect(policies.match(/\/app_iam/g)).toHaveLength(2);
    expect(policies).not.toContain('*');
  });

  test('reach the writer through a proxy that has the usual port of the engine, and replicas directly', () => {
    const { stacks, database, service } = bind({ proxy: true, iamAuthentication: true });
    database.bindToService(service);
    expect(service.environment).toMatchObject({
      DATABASE_WRITER_HOST: database.writerHost,
      DATABASE_PORT: '5432',
      DATABASE_READER_HOST: 'reader.shop-rds-g1.internal',
      DATABASE_READER_PORT: '5433',
    });
    expect(database.writerHost).not.toEqual(database.primary.dbInstanceEndpointAddress);
    const template = Template.fromStack(stacks.data);
    template.hasResourceProperties('AWS::RDS::DBProxy', {
      EngineFamily: 'POSTGRESQL',
      DefaultAuthScheme: 'IAM_AUTH',
      RequireTLS: true,
    });
    template.resourceCountIs('AWS::RDS::DBProxyEndpoint', 0);
  });

  test('add nothing to its stack', () => {
    const { stacks, database, service } = bind();
    database.bindToService(service);
    const unbound = bind().stacks;
    expect(resourcesOf(Template.fromStack(stacks.data))).toEqual(resourcesOf(Template.fromStack(unbound.data)));
  });

  test('do not keep a replica from being removed', () => {
    const { stacks, database, service } = bind({ readers: 2, iamAuthentication: true });
    database.bindToService(service);
    const outputs = Object.values(Template.fromStack(stacks.data).findOutputs('*'));
    const exported = outputs.filter((output) => 'Export' in output);
    expect(JSON.stringify(outputs)).toContain('Replica');
    expect(JSON.stringify(exported)).not.toContain('Replica');
  });
});

describe('an RdsDatabase is watched', () => {
  function monitored(props: Partial<RdsDatabaseProps> = {}) {
    const stacks = new Stacks();
    const database = databaseIn(stacks, props);
    const sections: DashboardSection[] = [];
    const alarms: { path: string; options: AlarmOptions }[] = [];
    const monitoring: IMonitoring = {
      addAlarm: (watched, id, options) => {
        alarms.push({ path: `${watched.node.path}/${id}`, options });
        return new Monitoring(stacks.svc, `Monitoring${alarms.length}`, { name: 'shop' }).addAlarm(
          watched,
          id,
          options,
        );
      },
      addCompositeAlarm: () => {
        throw new Error('a database has none');
      },
      addSection: (section) => sections.push(section),
    };
    database.monitor(monitoring);
    return { stacks, alarms, sections };
  }

  test('by these alarms', () => {
    const { alarms } = monitored();
    expect(
      alarms.map(({ path, options: { runbook, threshold, severity } }) => [path, runbook, threshold, severity]),
    ).toEqual([
      ['Data/Database/CpuAlarm', 'rds-cpu', 80, undefined],
      ['Data/Database/StorageAlarm', 'rds-free-storage', 2 ** 30, 'critical'],
      ['Data/Database/StorageNearMaximumAlarm', 'rds-storage-near-maximum', 1, undefined],
      ['Data/Database/ConnectionsAlarm', 'rds-connections', 315, undefined],
      ['Data/Database/MemoryAlarm', 'rds-freeable-memory', 0.2 * 2 ** 30, undefined],
      ['Data/Database/Replicas/Replica1/CpuAlarm', 'rds-cpu', 80, undefined],
      ['Data/Database/Replicas/Replica1/StorageAlarm', 'rds-free-storage', 2 ** 30, 'critical'],
      ['Data/Database/Replicas/Replica1/StorageNearMaximumAlarm', 'rds-storage-near-maximum', 1, undefined],
      ['Data/Database/Replicas/Replica1/ConnectionsAlarm', 'rds-connections', 315, undefined],
      ['Data/Database/Replicas/Replica1/MemoryAlarm', 'rds-freeable-memory', 0.2 * 2 ** 30, undefined],
      ['Data/Database/Replicas/Replica1/LagAlarm', 'rds-replica-lag', 30, undefined],
      ['Data/Database/Rotation/FailureAlarm', 'credential-rotation-fails', 1, undefined],
    ]);
  });

  test.each([0, 2])(
    'by the events of storage that nears its maximum, which has no metric, with %i readers',
    (readers) => {
      const template = Template.fromStack(monitored({ readers }).stacks.data);
      const instances = ['shop-rds-g1', 'shop-rds-g1-r1', 'shop-rds-g1-r2'].slice(0, 1 + readers);
      template.resourceCountIs('AWS::Events::Rule', instances.length);
      for (const instance of instances) {
        const rules = template.findResources('AWS::Events::Rule', {
          Properties: {
            EventPattern: {
              source: ['aws.rds'],
              'detail-type': ['RDS DB Instance Event'],
              detail: { EventID: ['RDS-EVENT-0225', 'RDS-EVENT-0224', 'RDS-EVENT-0223'], SourceIdentifier: [instance] },
            },
            Targets: Match.absent(),
          },
        });
        expect(Object.keys(rules)).toHaveLength(1);
        template.hasResourceProperties('AWS::CloudWatch::Alarm', {
          AlarmDescription: Match.stringLikeRegexp(
            `database instance ${instance} has four fifths .*#rds-storage-near-maximum$`,
          ),
          Namespace: 'AWS/Events',
          MetricName: 'MatchedEvents',
          Dimensions: [{ Name: 'RuleName', Value: { Ref: Object.keys(rules)[0] } }],
          Statistic: 'Sum',
          Threshold: 1,
          EvaluationPeriods: 1,
        });
      }
    },
  );

  test('so that a replica that does not follow counts as far behind', () => {
    const { stacks } = monitored();
    Template.fromStack(stacks.data).hasResourceProperties('AWS::CloudWatch::Alarm', {
      TreatMissingData: 'breaching',
      Metrics: Match.arrayWith([Match.objectLike({ Expression: 'IF(lag < 0, 3600, lag)' })]),
    });
  });

  test('by a row of the dashboard that refers to nothing', () => {
    const { stacks, sections } = monitored();
    expect(sections.map(({ title }) => title)).toEqual(['Database shop-rds-g1']);
    const widgets = JSON.stringify(
      sections[0]?.widgets.map((widget) => stacks.data.resolve(widget.toJson()) as unknown),
    );
    expect(widgets).toContain('shop-rds-g1-r1');
    expect(widgets.replaceAll('{"Ref":"AWS::Region"}', '')).not.toMatch(/Fn::|Ref/);
  });

  test('where the type does not tell its memory, without the alarms that need it', () => {
    const { alarms } = monitored({ instanceType: new ec2.InstanceType('r7g.metal'), readers: 0 });
    expect(alarms.map(({ options }) => options.runbook)).toEqual([
      'rds-cpu',
      'rds-free-storage',
      'rds-storage-near-maximum',
      'credential-rotation-fails',
    ]);
  });
});
