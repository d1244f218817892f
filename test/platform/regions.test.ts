import { Match, type Template } from 'aws-cdk-lib/assertions';
import {
  GrowthStage,
  Platform,
  RegionMode,
  type IServiceBinding,
  type PlatformProps,
  type PlatformWorker,
} from '../../lib';
import { IMAGE, SERVICE } from './harness';
import { stacksOf, templatesOf } from '../support/templates';
import { testApp } from '../support/test-app';

const REGIONS = ['eu-west-1', 'us-east-1', 'ap-northeast-1'];

interface Built {
  readonly platform: Platform;
  readonly jobs: PlatformWorker;
  readonly names: string[];
  readonly template: (name: string) => Template;
  /** What a stack waits for, without what it imports from. */
  readonly waitsFor: (name: string) => string[];
}

function build(props: Partial<PlatformProps> = {}): Built {
  const app = testApp();
  const platform = new Platform(app, 'Shop', { name: 'shop', regions: REGIONS, stage: GrowthStage.GLOBAL, ...props });
  const web = platform.addWebService('Web', { ...SERVICE, release: { command: ['node', 'migrate.js'] } });
  const jobs = platform.addWorker('Jobs', { image: IMAGE });
  jobs.bindToService(web);
  const all = templatesOf(app);
  const stacks = stacksOf(app);
  return {
    platform,
    jobs,
    names: [...all.keys()].sort(),
    template: (name) => all.get(name) ?? fail(name),
    waitsFor: (name) => (stacks.get(name) ?? fail(name)).dependencies.map(({ stackName }) => stackName).sort(),
  };
}

function fail(name: string): never {
  throw new Error(`no stack ${name}`);
}

/** Values of a variable of the only container of services whose task definition has it. */
function variable(template: Template, name: string): unknown[] {
  const definitions = Object.values(template.findResources('AWS::ECS::TaskDefinition')) as {
    Properties: { ContainerDefinitions: { Environment?: { Name: string; Value: unknown }[] }[] };
  }[];
  return definitions.flatMap(({ Properties }) =>
    Properties.ContainerDefinitions.flatMap(({ Environment = [] }) =>
      Environment.filter((one) => one.Name === name).map(({ Value }) => Value),
    ),
  );
}

describe('a platform in three regions', () => {
  const built = build();
  const { platform, names, template, waitsFor } = built;

  test('has every tier in each region, and once what there is once', () => {
    const regional = REGIONS.flatMap((region) => ['net', 'data', 'svc', 'ops'].map((tier) => `shop-${tier}-${region}`));
    const others = [
      'shop-global-eu-west-1',
      'shop-copies-eu-central-1',
      'shop-recovery-eu-west-1',
      'shop-recovery-us-east-1',
      'shop-recovery-ap-northeast-1',
      'shop-edge-us-east-1',
    ];
    expect(names).toEqual([...regional, ...others].sort());
  });

  test('deploys the key of replicated secrets, home with its database, then what follows it', () => {
    expect(waitsFor('shop-net-us-east-1')).toEqual([]);
    expect(waitsFor('shop-data-eu-west-1')).toEqual([
      'shop-copies-eu-central-1',
      'shop-net-ap-northeast-1',
      'shop-net-eu-west-1',
      'shop-net-us-east-1',
    ]);
    expect(waitsFor('shop-data-us-east-1')).toEqual(['shop-data-eu-west-1', 'shop-net-us-east-1']);
    expect(waitsFor('shop-svc-us-east-1')).toEqual([
      'shop-data-us-east-1',
      'shop-global-eu-west-1',
      'shop-net-us-east-1',
      'shop-svc-eu-west-1',
    ]);
    expect(waitsFor('shop-recovery-eu-west-1')).toEqual([
      ...REGIONS.map((region) => `shop-data-${region}`).sort(),
      'shop-edge-us-east-1',
    ]);
    expect(waitsFor('shop-recovery-us-east-1')).toEqual(['shop-edge-us-east-1']);
  });

  test('refers to another region in the edge, and in what moves its traffic', () => {
    const crossing = names.filter((name) => {
      const text = JSON.stringify(template(name).toJSON());
      const strong = [...text.matchAll(/"Fn::ImportValue":"([a-z0-9-]+):/g)].map(([, stack]) => stack);
      const weak = [...text.matchAll(/"Fn::GetStackOutput":{"StackName":"([a-z0-9-]+)"/g)].map(([, stack]) => stack);
      const region = name.replace(/^shop-[a-z]+-/, '');
      return [...strong, ...weak].some((stack) => !stack.endsWith(region));
    });
    expect(crossing).toEqual(['shop-edge-us-east-1', 'shop-recovery-ap-northeast-1', 'shop-recovery-eu-west-1']);
  });

  test('has services, workers and queues in every region, which say where they are', () => {
    for (const region of REGIONS) {
      const svc = template(`shop-svc-${region}`);
      svc.resourceCountIs('AWS::ECS::Service', 2);
      template(`shop-data-${region}`).hasResourceProperties('AWS::SQS::Queue', { QueueName: 'shop-jobs-g1' });
      const role = region === REGIONS[0] ? 'home' : 'secondary';
      expect(new Set(variable(svc, 'REGION_ROLE'))).toEqual(new Set([role]));
    }
  });

  test('lets a service send to the queue of its own region', () => {
    for (const region of REGIONS) {
      const [url] = variable(template(`shop-svc-${region}`), 'QUEUE_JOBS_URL');
      expect(JSON.stringify(url)).toContain(`https://sqs.${region}.`);
    }
  });

  test('releases at home alone', () => {
    const releases = REGIONS.map((region) => JSON.stringify(template(`shop-svc-${region}`)).includes('migrate.js'));
    expect(releases).toEqual([true, false, false]);
  });

  test('backs the database up at home alone', () => {
    const plans = REGIONS.map(
      (region) => Object.keys(template(`shop-data-${region}`).findResources('AWS::Backup::BackupPlan')).length,
    );
    expect(plans).toEqual([1, 0, 0]);
  });

  test('replicates the database: clusters of other regions join the global database that is made from home', () => {
    template('shop-data-eu-west-1').hasResourceProperties('AWS::RDS::GlobalCluster', {
      GlobalClusterIdentifier: 'shop-global-g1',
    });
    template('shop-data-eu-west-1').hasResourceProperties('AWS::RDS::DBCluster', {
      GlobalClusterIdentifier: Match.absent(),
    });
    for (const region of REGIONS.slice(1)) {
      const data = template(`shop-data-${region}`);
      data.hasResourceProperties('AWS::RDS::DBCluster', {
        GlobalClusterIdentifier: 'shop-global-g1',
        DBClusterIdentifier: 'shop-aurora-g1',
        MasterUserPassword: Match.absent(),
      });
      // A writer and two readers at home.
      data.resourceCountIs('AWS::RDS::DBInstance', 3);
      data.resourceCountIs('AWS::SecretsManager::Secret', 0);
    }
  });

  test('replicates secrets, with a key of each region', () => {
    template('shop-data-eu-west-1').allResourcesProperties('AWS::SecretsManager::Secret', {
      ReplicaRegions: REGIONS.slice(1).map((Region) => ({ Region, KmsKeyId: 'alias/shop-secrets' })),
    });
    for (const region of REGIONS) {
      const aliases = region === REGIONS[0] ? 0 : 1;
      template(`shop-net-${region}`).resourceCountIs('AWS::KMS::Alias', aliases);
    }
  });

  test('replicates sessions to every region, and watches them in each', () => {
    template('shop-global-eu-west-1').hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [...REGIONS.slice(1), REGIONS[0]].map((Region) => Match.objectLike({ Region })),
    });
    for (const region of REGIONS.slice(1)) {
      template(`shop-data-${region}`).hasResourceProperties('AWS::CloudWatch::Alarm', {
        Metrics: Match.arrayWith([
          Match.objectLike({
            MetricStat: Match.objectLike({ Metric: Match.objectLike({ MetricName: 'ReplicationLatency' }) }),
          }),
        ]),
      });
    }
  });

  test('replicates uploads from each bucket to all others', () => {
    template('shop-recovery-eu-west-1').resourceCountIs('Custom::ObjectReplication', 3);
  });

  test('has one alarm in each region that says whether it is well for its users', () => {
    for (const region of REGIONS) {
      template(`shop-svc-${region}`).hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
        AlarmName: `shop-${region}-unhealthy-for-users`,
      });
    }
  });

  test('keeps who writes and who is away in a table of every region', () => {
    template('shop-global-eu-west-1').hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      TableName: 'shop-control-g1',
    });
    for (const region of REGIONS.slice(1)) {
      template(`shop-data-${region}`).hasResourceProperties('AWS::SSM::Parameter', {
        Name: `/shop/${region}/control/table`,
        Value: 'shop-control-g1',
      });
    }
  });

  test('leads the edge to every region', () => {
    template('shop-edge-us-east-1').resourceCountIs('AWS::CloudFront::VpcOrigin', 3);
    template('shop-edge-us-east-1').resourceCountIs('AWS::CloudFront::KeyValueStore', 1);
  });

  test('shows what it has in each', () => {
    expect(platform.regions.map(({ name }) => name)).toEqual(REGIONS);
    expect(platform.home).toBe(platform.regions[0]);
    const other = platform.region('us-east-1');
    expect(other).toBe(platform.regions[1]);
    expect(other.webService('Web')).not.toBe(platform.home.webService('Web'));
    expect(other.worker('Jobs').serviceName).toBe('jobs');
    expect(other.database.databaseIdentifier).toBe(platform.home.database.databaseIdentifier);
    expect(() => platform.region('eu-west-2')).toThrow(
      'Shop: region must be one of the platform\'s, got "eu-west-2"; use eu-west-1 or us-east-1 or ap-northeast-1',
    );
    expect(() => other.webService('Admin')).toThrow(
      'Shop/us-east-1/Svc: id must be that of a web service of the platform, got "Admin"; use Web',
    );
  });
});

test('bindings that a service is given are those of its own region', () => {
  const { platform, jobs } = build();
  const region = platform.region('us-east-1');
  const bound = jest.spyOn(region.database, 'bindToService');
  const bindToService = jest.fn();
  const own: IServiceBinding = { bindToService };
  platform.addWebService('Admin', {
    ...SERVICE,
    paths: ['/admin/*'],
    bindings: [platform.home.database, jobs, own],
  });
  expect(bound).toHaveBeenCalledWith(region.webService('Admin'));
  expect(bindToService).toHaveBeenCalledTimes(REGIONS.length);
});

test('copies of backups may be in a region of the platform', () => {
  const { names } = build({ regions: ['eu-west-1', 'eu-central-1'] });
  expect(names).toEqual(expect.arrayContaining(['shop-copies-eu-central-1', 'shop-data-eu-central-1']));
});

describe('tasks of two regions', () => {
  const limits = (props: Partial<PlatformProps>) => {
    const app = testApp();
    const regions = ['eu-west-1', 'us-east-1'];
    const platform = new Platform(app, 'Shop', { name: 'shop', stage: GrowthStage.GLOBAL, ...props, regions });
    platform.addWebService('Web', { ...SERVICE, ratedRequestsPerSecond: 100 });
    platform.addWorker('Jobs', { image: IMAGE, minTasks: 7 });
    const all = templatesOf(app);
    return regions.map((region) => {
      const template = all.get(`shop-svc-${region}`) ?? fail(region);
      const targets = Object.values(template.findResources('AWS::ApplicationAutoScaling::ScalableTarget')) as {
        Properties: { MinCapacity: number };
      }[];
      const fewest = targets.map(({ Properties }) => Properties.MinCapacity).sort((one, other) => one - other);
      return { fewest, rated: new Set(variable(template, 'RATED_REQUESTS_PER_SECOND')) };
    });
  };

  test('are enough for the load of both in each, rated so that there is room for it', () => {
    const each = { fewest: [3, 7], rated: new Set(['50']) };
    expect(limits({})).toEqual([each, each]);
  });

  test('are half as many in a standby, as the stage has them, and rated as they are', () => {
    expect(limits({ regionMode: RegionMode.ACTIVE_PASSIVE })).toEqual([
      { fewest: [3, 7], rated: new Set(['100']) },
      { fewest: [2, 7], rated: new Set(['100']) },
    ]);
  });

  test('are as many in a standby as the factor says', () => {
    const [, standby] = limits({ regionMode: RegionMode.ACTIVE_PASSIVE, standbyFactor: 1 });
    expect(standby.fewest).toEqual([3, 7]);
  });
});
