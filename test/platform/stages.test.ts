import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import {
  CacheKind,
  Capacity,
  DatabaseEngine,
  GrowthStage,
  Nat,
  Platform,
  type PlatformProps,
  type StageSettings,
} from '../../lib';
import { NAMES, templates } from './harness';
import { testApp } from '../support/test-app';
import { stacksOf, templatesOf } from '../support/templates';

describe('a stage', () => {
  test('is one of four, smallest first', () => {
    expect(GrowthStage.all().map(({ name }) => name)).toEqual(['launch', 'growth', 'scale', 'global']);
  });

  test('is GROWTH when none is given', () => {
    const platform = new Platform(testApp(), 'Shop', NAMES);
    expect(platform.stage).toBe(GrowthStage.GROWTH);
  });

  test('decides every setting', () => {
    const names = GrowthStage.all().map(({ settings }) => Object.keys(settings).sort());
    expect(names[1]).toEqual(names[0]);
    expect(names[2]).toEqual(names[0]);
    expect(names[3]).toEqual(names[0]);
  });

  test('with other settings keeps the rest, and is another object', () => {
    const stage = GrowthStage.SCALE.with({ zones: 2, aurora: { maxCapacity: 128 }, waf: undefined });
    expect(stage.name).toBe('scale');
    expect(stage.settings).toMatchObject({ zones: 2, waf: true });
    expect(stage.settings.aurora).toMatchObject({ maxCapacity: 128, readers: 2, proxy: true });
    expect(GrowthStage.SCALE.settings.zones).toBe(3);
  });
});

describe('every setting of a stage reaches the templates:', () => {
  const settings: Required<StageSettings> = {
    zones: 3,
    nat: Nat.gatewayPerZone(),
    aurora: { maxCapacity: 7, readers: 2 },
    rds: { instanceType: new ec2.InstanceType('m7g.large'), readers: 2 },
    serverlessCache: { maxDataGigabytes: 3, maxProcessingUnitsPerSecond: 4000 },
    nodeCache: { nodeType: new ec2.InstanceType('m7g.large') },
    webService: { minTasks: 5, maxTasks: 50, capacity: Capacity.onDemand() },
    worker: { minTasks: 4, maxTasks: 40, capacity: Capacity.spotAboveMinimum() },
    waf: true,
    originShield: true,
    backup: true,
    crossRegionBackup: true,
  };
  const stage = GrowthStage.LAUNCH.with(settings);
  const cachedPaths = ['/images/*'];
  const large = templates({ stage, cachedPaths });
  const launch = templates({ stage: GrowthStage.LAUNCH, cachedPaths });
  const others = templates({ stage, database: DatabaseEngine.rdsPostgres(), cache: CacheKind.nodes() });

  /** Region of the shield of each origin. */
  function shields(all: typeof large): Record<string, string | undefined> {
    const [distribution] = Object.values(all('edge').findResources('AWS::CloudFront::Distribution')) as {
      Properties: { DistributionConfig: { Origins: { Id: string; OriginShield?: { OriginShieldRegion: string } }[] } };
    }[];
    const { Origins } = distribution.Properties.DistributionConfig;
    return Object.fromEntries(Origins.map(({ Id, OriginShield }) => [Id, OriginShield?.OriginShieldRegion]));
  }

  test('there is no other one', () => {
    expect(Object.keys(settings).sort()).toEqual(Object.keys(GrowthStage.LAUNCH.settings).sort());
  });

  test('zones', () => {
    large('net').resourceCountIs('AWS::EC2::Subnet', 9);
    launch('net').resourceCountIs('AWS::EC2::Subnet', 6);
  });

  test('nat', () => {
    large('net').resourceCountIs('AWS::EC2::NatGateway', 3);
    launch('net').resourceCountIs('AWS::EC2::NatGateway', 0);
  });

  test('aurora', () => {
    large('data').hasResourceProperties('AWS::RDS::DBCluster', {
      ServerlessV2ScalingConfiguration: { MinCapacity: 0, MaxCapacity: 7 },
    });
    large('data').resourceCountIs('AWS::RDS::DBInstance', 3);
  });

  test('rds', () => {
    others('data').allResourcesProperties('AWS::RDS::DBInstance', { DBInstanceClass: 'db.m7g.large' });
    others('data').resourceCountIs('AWS::RDS::DBInstance', 3);
  });

  test('serverlessCache', () => {
    large('data').hasResourceProperties('AWS::ElastiCache::ServerlessCache', {
      CacheUsageLimits: { DataStorage: { Maximum: 3 }, ECPUPerSecond: { Maximum: 4000 } },
    });
  });

  test('nodeCache', () => {
    const nodes = { CacheNodeType: 'cache.m7g.large' };
    others('data').hasResourceProperties('AWS::ElastiCache::ReplicationGroup', nodes);
  });

  test('webService and worker', () => {
    const svc = large('svc');
    const limits = (MinCapacity: number, MaxCapacity: number) =>
      svc.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity, MaxCapacity });
    limits(5, 50);
    limits(4, 40);
    svc.hasResourceProperties('AWS::ECS::Service', {
      ServiceName: 'shop-web',
      CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE', Weight: 1 }],
    });
    svc.hasResourceProperties('AWS::ECS::Service', {
      ServiceName: 'shop-jobs',
      CapacityProviderStrategy: [
        { CapacityProvider: 'FARGATE', Base: 4, Weight: 0 },
        { CapacityProvider: 'FARGATE_SPOT', Weight: 1 },
      ],
    });
  });

  test('waf', () => {
    large('edge').resourceCountIs('AWS::WAFv2::WebACL', 1);
    launch('edge').resourceCountIs('AWS::WAFv2::WebACL', 0);
  });

  test('originShield', () => {
    expect(shields(large)).toEqual({ home: undefined, 'home-cached': 'eu-west-1', static: 'us-east-1' });
    expect(shields(launch)).toEqual({ home: undefined, static: undefined });
  });

  test('backup', () => {
    large('data').resourceCountIs('AWS::Backup::BackupPlan', 1);
    launch('data').resourceCountIs('AWS::Backup::BackupPlan', 0);
  });

  test('crossRegionBackup', () => {
    const copy = Match.objectLike({ Lifecycle: { DeleteAfterDays: 35 } });
    large('data').hasResourceProperties('AWS::Backup::BackupPlan', {
      BackupPlan: { BackupPlanRule: Match.arrayWith([Match.objectLike({ RuleName: 'daily', CopyActions: [copy] })]) },
    });
    large('copies').hasResourceProperties('AWS::Backup::BackupVault', { BackupVaultName: 'shop-copies-g1' });
  });
});

describe('a service at SCALE', () => {
  const notes = (database?: DatabaseEngine) => {
    const app = testApp();
    const platform = new Platform(app, 'Shop', { ...NAMES, stage: GrowthStage.SCALE, database });
    return platform.node
      .findAll()
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === 'aws:cdk:info')
      .map(({ data }) => data as string);
  };

  test('finds no password, which is said together with how to keep it', () => {
    expect(notes()).toEqual([
      'services connect with IAM tokens through a proxy at stage scale, and find no DATABASE_PASSWORD; set proxy: false in the options of the database to keep the password, or iamAuthentication: true to say that they are ready [ack: zero-to-millions:platform/NoPassword]',
    ]);
  });

  test.each([
    ['it is ready', DatabaseEngine.auroraPostgres({ iamAuthentication: true })],
    ['it keeps the password', DatabaseEngine.auroraPostgres({ proxy: false })],
    ['the database is plain RDS', DatabaseEngine.rdsPostgres()],
  ])('is told nothing when %s', (_, database) => {
    expect(notes(database)).toEqual([]);
  });
});

describe('copies of backups', () => {
  const stacks = (props: Partial<PlatformProps> = {}) => {
    const app = testApp();
    new Platform(app, 'Shop', { ...NAMES, stage: GrowthStage.SCALE, ...props });
    return { app, stacks: stacksOf(app) };
  };

  test('are in a stack of another region, which is deployed before what names it', () => {
    const { app, stacks: all } = stacks();
    const copies = all.get('shop-copies-eu-central-1');
    expect(copies?.region).toBe('eu-central-1');
    expect(copies?.terminationProtection).toBe(true);
    expect(all.get('shop-data-eu-west-1')?.dependencies).toContain(copies);
    expect(JSON.stringify(templatesOf(app).get('shop-data-eu-west-1')?.toJSON())).toContain(':backup:eu-central-1:');
  });

  test('go where they are told to', () => {
    expect([...stacks({ backupCopyRegion: 'eu-north-1' }).stacks.keys()]).toContain('shop-copies-eu-north-1');
  });

  test('go with a disposable platform', () => {
    const template = templatesOf(stacks({ disposable: true }).app).get('shop-copies-eu-central-1');
    template?.resourceCountIs('Custom::DisposableContents', 1);
    template?.allResources('AWS::KMS::Key', { DeletionPolicy: 'Delete' });
    template?.allResources('AWS::Backup::BackupVault', { DeletionPolicy: 'Delete' });
  });
});
