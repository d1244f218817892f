import { Match } from 'aws-cdk-lib/assertions';
import { Capacity, DatabaseEngine, GrowthStage, Nat, Platform, Workload } from '../../lib';
import { settingsOf } from '../../lib/platform/platform-settings';
import { IMAGE, NAMES, SERVICE, templates } from './harness';
import { testApp } from '../support/test-app';
import { templatesOf } from '../support/templates';

describe('precedence', () => {
  test('a property of the platform wins over its stage', () => {
    const all = templates({ stage: GrowthStage.SCALE, zones: 2, nat: Nat.gateway(), waf: false, backup: false });
    all('net').resourceCountIs('AWS::EC2::NatGateway', 1);
    all('net').resourceCountIs('AWS::EC2::Subnet', 6);
    all('edge').resourceCountIs('AWS::WAFv2::WebACL', 0);
    all('data').resourceCountIs('AWS::Backup::BackupPlan', 0);
    expect(() => all('copies')).toThrow('no stack copies');
  });

  test('a property that is undefined is not given', () => {
    const { zones, waf } = settingsOf({ ...NAMES, stage: GrowthStage.SCALE, zones: undefined, waf: undefined });
    expect({ zones, waf }).toEqual({ zones: 3, waf: true });
  });

  test('options of a service win over the stage, one by one', () => {
    const app = testApp();
    const platform = new Platform(app, 'Shop', { ...NAMES, stage: GrowthStage.LAUNCH });
    platform.addWebService('Web', { ...SERVICE, minTasks: 2, maxTasks: undefined });
    platform.addWorker('Jobs', { image: IMAGE, capacity: Capacity.onDemand() });
    const svc = templatesOf(app).get('shop-svc-eu-west-1');
    svc?.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 2, MaxCapacity: 4 });
    svc?.hasResourceProperties('AWS::ECS::Service', {
      ServiceName: 'shop-web',
      CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE', Base: 2, Weight: 0 }, Match.anyValue()],
    });
    svc?.hasResourceProperties('AWS::ECS::Service', {
      ServiceName: 'shop-jobs',
      CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE', Weight: 1 }],
    });
  });

  test('options of the database win over the stage, one by one', () => {
    templates({ stage: GrowthStage.SCALE, database: DatabaseEngine.auroraPostgres({ maxCapacity: 32 }) })(
      'data',
    ).hasResourceProperties('AWS::RDS::DBCluster', {
      ServerlessV2ScalingConfiguration: { MinCapacity: 2, MaxCapacity: 32 },
    });
  });

  test('a workload wins over the stage, and a property over the workload', () => {
    const workload = new Workload({ monthlyUsers: 1_000_000 });
    const { webService, zones, nat } = settingsOf({ ...NAMES, workload, zones: 3 });
    expect(webService).toMatchObject({ minTasks: 2, maxTasks: 16 });
    expect(zones).toBe(3);
    expect(nat).toBe(GrowthStage.GROWTH.settings.nat);
  });

  test('a workload brings its stage', () => {
    const stageFor = (monthlyUsers: number) =>
      new Platform(testApp(), 'Shop', { ...NAMES, workload: new Workload({ monthlyUsers }) }).stage.name;
    expect([1000, 100_000, 5_000_000].map(stageFor)).toEqual(['launch', 'growth', 'scale']);
  });
});

describe('what a stage says gives way to what contradicts it:', () => {
  const aurora = (stage: GrowthStage, options: Parameters<typeof DatabaseEngine.auroraPostgres>[0]) =>
    templates({ stage, database: DatabaseEngine.auroraPostgres(options) })('data');

  test.each([
    ['proxy: false keeps the password', { proxy: false }],
    ['iamAuthentication: false has no proxy', { iamAuthentication: false }],
    ['minCapacity: 0 has no proxy, which would keep the database awake', { minCapacity: 0 }],
  ])('%s', (_, options) => {
    const app = testApp();
    const database = DatabaseEngine.auroraPostgres(options);
    new Platform(app, 'Shop', { ...NAMES, stage: GrowthStage.SCALE, database }).addWebService('Web', SERVICE);
    templatesOf(app).get('shop-data-eu-west-1')?.resourceCountIs('AWS::RDS::DBProxy', 0);
    templatesOf(app)
      .get('shop-svc-eu-west-1')
      ?.hasResourceProperties('AWS::ECS::TaskDefinition', {
        ContainerDefinitions: [
          Match.objectLike({ Secrets: Match.arrayWith([Match.objectLike({ Name: 'DATABASE_PASSWORD' })]) }),
        ],
      });
  });

  test('tokens without a proxy stay tokens', () => {
    const data = aurora(GrowthStage.LAUNCH, { iamAuthentication: true });
    data.resourceCountIs('AWS::RDS::DBProxy', 0);
  });

  test('a proxy keeps the database of LAUNCH awake', () => {
    aurora(GrowthStage.LAUNCH, { proxy: true, iamAuthentication: true }).hasResourceProperties('AWS::RDS::DBCluster', {
      ServerlessV2ScalingConfiguration: { MinCapacity: 0.5 },
    });
  });

  test('without readers there are none to scale', () => {
    aurora(GrowthStage.SCALE, { readers: 0 }).resourceCountIs('AWS::ApplicationAutoScaling::ScalableTarget', 0);
  });

  test('the fewest are no more than the most', () => {
    const app = testApp();
    const database = DatabaseEngine.auroraPostgres({ maxCapacity: 1 });
    const platform = new Platform(app, 'Shop', { ...NAMES, stage: GrowthStage.SCALE, database });
    platform.addWebService('Web', { ...SERVICE, maxTasks: 1 });
    const all = templatesOf(app);
    all.get('shop-data-eu-west-1')?.hasResourceProperties('AWS::RDS::DBCluster', {
      ServerlessV2ScalingConfiguration: { MinCapacity: 1, MaxCapacity: 1 },
    });
    all
      .get('shop-svc-eu-west-1')
      ?.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 1, MaxCapacity: 1 });
  });

  test('a copy needs a backup', () => {
    const { backup, crossRegionBackup } = settingsOf({
      ...NAMES,
      stage: GrowthStage.LAUNCH,
      crossRegionBackup: true,
    });
    expect({ backup, crossRegionBackup }).toEqual({ backup: true, crossRegionBackup: true });
    expect(settingsOf({ ...NAMES, stage: GrowthStage.SCALE, backup: false }).crossRegionBackup).toBe(false);
  });

  test('a region has as many zones as it has', () => {
    const props = { ...NAMES, regions: ['us-west-1'], stage: GrowthStage.SCALE };
    expect(settingsOf(props).zones).toBe(2);
    expect(() => new Platform(testApp(), 'Shop', props)).not.toThrow();
  });
});
