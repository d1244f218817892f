import { Capture, Match, type Template } from 'aws-cdk-lib/assertions';
import { buildShop } from '../../bin/shop';
import { testApp } from '../support/test-app';
import { templatesOf } from '../support/templates';

function templates(context: Record<string, string> = {}): Map<string, Template> {
  const app = testApp({ context });
  buildShop(app);
  return templatesOf(app);
}

function stack(name: string, context: Record<string, string> = {}): Template {
  const template = templates(context).get(name);
  if (!template) throw new Error(`no stack ${name}`);
  return template;
}

const CONTAINER = {
  ReadonlyRootFilesystem: true,
  LinuxParameters: Match.objectLike({ Tmpfs: [Match.objectLike({ ContainerPath: '/tmp' })] }),
};

describe('the reference app', () => {
  const svc = stack('shop-prod-svc-eu-west-1');
  const data = stack('shop-prod-data-eu-west-1');

  test('serves a public image on port 8080, on arm64, not as root, with nothing but /tmp writable', () => {
    svc.hasResourceProperties('AWS::ECS::TaskDefinition', {
      Family: 'shop-prod-web',
      RuntimePlatform: { CpuArchitecture: 'ARM64' },
      ContainerDefinitions: [
        Match.objectLike({
          ...CONTAINER,
          Image: 'public.ecr.aws/nginx/nginx-unprivileged:1.29-alpine',
          User: '101',
          PortMappings: [Match.objectLike({ ContainerPort: 8080 })],
        }),
      ],
    });
    svc.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', { Port: 8080, HealthCheckPath: '/' });
  });

  test('works on its queue with a public image, on arm64, not as root, with nothing but /tmp writable', () => {
    svc.hasResourceProperties('AWS::ECS::TaskDefinition', {
      Family: 'shop-prod-jobs',
      RuntimePlatform: { CpuArchitecture: 'ARM64' },
      ContainerDefinitions: [
        Match.objectLike({ ...CONTAINER, Image: 'public.ecr.aws/aws-cli/aws-cli:2.31.29', User: '1000' }),
      ],
    });
  });

  test('has two web tasks and one worker at least', () => {
    svc.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 2, MaxCapacity: 10 });
    svc.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 1, MaxCapacity: 10 });
  });

  test('has a writer and a reader', () => {
    data.resourceCountIs('AWS::RDS::DBCluster', 1);
    data.resourceCountIs('AWS::RDS::DBInstance', 2);
  });

  test.each([
    ['rds-postgres', 'postgres'],
    ['rds-mysql', 'mysql'],
  ])('has a primary and a read replica of %s when asked to', (database, engine) => {
    const template = stack('shop-prod-data-eu-west-1', { database });
    template.hasResourceProperties('AWS::RDS::DBInstance', { Engine: engine, MultiAZ: true });
    template.hasResourceProperties('AWS::RDS::DBInstance', { SourceDBInstanceIdentifier: Match.anyValue() });
  });

  test('has nodes for a cache when asked to', () => {
    stack('shop-prod-data-eu-west-1', { cache: 'nodes' }).resourceCountIs('AWS::ElastiCache::ReplicationGroup', 1);
  });

  test('is another environment under another name and in another region', () => {
    expect([...templates({ name: 'shop-test', regions: 'us-east-1' }).keys()].sort()).toEqual([
      'shop-test-data-us-east-1',
      'shop-test-edge-us-east-1',
      'shop-test-global-us-east-1',
      'shop-test-net-us-east-1',
      'shop-test-ops-us-east-1',
      'shop-test-svc-us-east-1',
    ]);
  });

  test.each(['thrifty', 'balanced', 'latency', 'critical'])(
    'follows the load of each task when asked to: %s',
    (scaling) => {
      const template = stack('shop-prod-svc-eu-west-1', { scaling, ratedRequests: '100' });
      template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
        PolicyName: 'shop-prod-web-load-backstop',
      });
      template.hasResourceProperties('AWS::ECS::TaskDefinition', {
        ContainerDefinitions: [
          Match.objectLike({ Name: 'app' }),
          Match.objectLike({
            Name: 'load-proxy',
            Environment: Match.arrayWith([{ Name: 'RATED_REQUESTS_PER_SECOND', Value: '100' }]),
          }),
        ],
      });
    },
  );

  test('follows the CPU in steps when asked to, whatever a task can do', () => {
    const template = stack('shop-prod-svc-eu-west-1', { scaling: 'cpu', ratedRequests: '100' });
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      PolicyName: 'shop-prod-web-cpu-steps-out',
    });
    expect(JSON.stringify(template.toJSON())).not.toContain('load-proxy');
  });

  test('works off messages as soon as it is asked to', () => {
    stack('shop-prod-svc-eu-west-1', { messageAge: '60' }).hasResourceProperties(
      'AWS::ApplicationAutoScaling::ScalingPolicy',
      { PolicyName: 'shop-prod-jobs-queue-out', StepScalingPolicyConfiguration: Match.objectLike({ Cooldown: 75 }) },
    );
  });

  test('refuses, all at once, what it cannot scale by', () => {
    expect(() => templates({ scaling: 'fast', ratedRequests: 'many', messageAge: '5' })).toThrow(
      [
        'App:',
        '  - scaling must be one of thrifty, balanced, latency, critical, cpu, got "fast"; say -c scaling=thrifty',
        '  - ratedRequests must be a number between 0.1 and 100000, got "many"; say -c ratedRequests=100',
        '  - messageAge must be a number between 30 and 86400, got "5"; say -c messageAge=60',
      ].join('\n'),
    );
  });
});

describe('the reference app with the reference service', () => {
  const svc = stack('shop-prod-svc-eu-west-1', { image: 'service', ratedRequests: '100' });

  test('builds one image for the web service and the worker, on arm64', () => {
    const images = ['web', 'jobs'].map((name) => {
      const capture = new Capture();
      svc.hasResourceProperties('AWS::ECS::TaskDefinition', {
        Family: `shop-prod-${name}`,
        RuntimePlatform: { CpuArchitecture: 'ARM64' },
        ContainerDefinitions: [Match.objectLike({ ...CONTAINER, Image: capture, User: '1000:1000' })],
      });
      return JSON.stringify(capture.asObject());
    });
    expect(new Set(images).size).toBe(1);
    expect(images[0]).toContain('cdk-hnb659fds-container-assets-');
  });

  test('migrates the database before a new version gets requests', () => {
    const task = svc.findResources('Custom::ReleaseTask');
    expect(JSON.stringify(Object.values(task))).toContain('migrate.js');
  });

  test('publishes the load by itself, without a proxy before it', () => {
    svc.hasResourceProperties('AWS::ECS::TaskDefinition', {
      Family: 'shop-prod-web',
      ContainerDefinitions: [
        Match.objectLike({
          Environment: Match.arrayWith([{ Name: 'RATED_REQUESTS_PER_SECOND', Value: '100' }]),
          Secrets: Match.arrayWith([Match.objectLike({ Name: 'TOKEN_SECRET' })]),
        }),
      ],
    });
  });

  test('has what is public cached', () => {
    const edge = stack('shop-prod-edge-us-east-1', { image: 'service' });
    edge.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike({
        CacheBehaviors: Match.arrayWith([Match.objectLike({ PathPattern: '/photos/*' })]),
      }),
    });
  });

  test('refuses an image that it does not know, and a database that the service cannot speak to', () => {
    expect(() => templates({ image: 'mine' })).toThrow(
      'App: image must be one of public, service, got "mine"; say -c image=public',
    );
    expect(() => templates({ image: 'service', database: 'rds-mysql' })).toThrow(
      'App: image must be public with a database of MySQL, got "service"; the reference service speaks to PostgreSQL alone, say -c database=rds-postgres',
    );
  });
});
