import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, Size, Stack, type App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { testLoadBalancer } from './fixtures';
import { LoadSource, Scaling, ScalingPreset, TaskSize } from '../../lib/service';
import { WebService, type WebServiceProps } from '../../lib/web';
import { IMAGE, testCluster } from '../service/fixtures';
import { testStack } from '../support/test-app';

function service(props: Partial<WebServiceProps> = {}): WebService {
  const stack = testStack();
  const cluster = testCluster(stack);
  const loadBalancer = testLoadBalancer(stack, { vpc: cluster.cluster.vpc });
  return new WebService(stack, 'Web', { cluster, loadBalancer, image: IMAGE, port: 8080, ...props });
}

function synthesize(props: Partial<WebServiceProps> = {}): Template {
  return Template.fromStack(Stack.of(service(props)));
}

interface Container {
  readonly Name: string;
  readonly Cpu?: number;
  readonly Memory: number;
  readonly Environment: { readonly Name: string; readonly Value: unknown }[];
}

function containers(template: Template): Container[] {
  const [task] = Object.values(template.findResources('AWS::ECS::TaskDefinition'));
  return (task as { Properties: { ContainerDefinitions: Container[] } }).Properties.ContainerDefinitions;
}

function variables(container: Container | undefined): Record<string, unknown> {
  return Object.fromEntries(container?.Environment.map(({ Name, Value }) => [Name, Value]) ?? []);
}

const POLICIES = 'AWS::ApplicationAutoScaling::ScalingPolicy';

function policyNames(template: Template): unknown[] {
  return Object.values(template.findResources(POLICIES)).map(
    (policy) => (policy as { Properties: { PolicyName: string } }).Properties.PolicyName,
  );
}

describe('A WebService that knows what a task can do', () => {
  const rated = { ratedRequestsPerSecond: 120 };

  test('follows the load of each task, with the CPU behind it', () => {
    expect(policyNames(synthesize(rated)).sort()).toEqual([
      'shop-web-load-backstop',
      'shop-web-load-in',
      'shop-web-load-out',
    ]);
    synthesize(rated).hasResourceProperties('AWS::ECS::Service', {
      Monitoring: { MetricConfigurations: [{ MetricNames: ['CPUUtilization'], ResolutionSeconds: 20 }] },
    });
  });

  test('keeps its policies and alarms when it learns that', () => {
    const ids = (template: Template) => Object.keys({ ...template.findResources(POLICIES) });
    expect(ids(synthesize(rated))).toEqual(expect.arrayContaining(ids(synthesize())));
  });

  test('has a proxy before the application, that can do nothing but that', () => {
    const template = synthesize(rated);
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      ContainerDefinitions: [
        Match.objectLike({ Name: 'app', Essential: true, PortMappings: [Match.objectLike({ ContainerPort: 8080 })] }),
        Match.objectLike({
          Name: 'load-proxy',
          Essential: true,
          User: '1000:1000',
          ReadonlyRootFilesystem: true,
          LinuxParameters: { Capabilities: { Drop: ['ALL'] }, InitProcessEnabled: true },
          DependsOn: [{ ContainerName: 'app', Condition: 'START' }],
          PortMappings: [Match.objectLike({ ContainerPort: 9080 })],
          LogConfiguration: Match.objectLike({ LogDriver: 'awslogs' }),
          MountPoints: Match.absent(),
          Secrets: Match.absent(),
        }),
      ],
    });
    expect(variables(containers(template)[1])).toEqual({
      DEPLOYMENT_NAME: 'shop',
      SERVICE_NAME: 'web',
      RATED_REQUESTS_PER_SECOND: '120',
      HEALTH_CHECK_SECONDS: '5',
      LOAD_PROXY_PORT: '9080',
      APPLICATION_PORT: '8080',
      APPLICATION_TIMEOUT_SECONDS: '4002',
      DRAIN_SECONDS: '58',
    });
    expect(variables(containers(template)[0])).not.toHaveProperty('RATED_REQUESTS_PER_SECOND');
  });

  test('is asked through the proxy, in the target group that it had', () => {
    const template = synthesize(rated);
    template.hasResourceProperties('AWS::ECS::Service', {
      LoadBalancers: [Match.objectLike({ ContainerName: 'load-proxy', ContainerPort: 9080 })],
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 9080, ToPort: 9080 });
    const groups = (of: Template) => of.findResources('AWS::ElasticLoadBalancingV2::TargetGroup');
    expect(groups(template)).toEqual(groups(synthesize()));
  });

  test.each([
    [TaskSize.SMALL, [224, 384], [32, 128]],
    [TaskSize.LARGE, [896, 1920], [128, 128]],
  ])('shares its task with the proxy: %#', (size, app, proxy) => {
    const shares = containers(synthesize({ ...rated, size })).map(({ Cpu, Memory }) => [Cpu, Memory]);
    expect(shares).toEqual([app, proxy]);
  });

  test('has a proxy for its processor, on another port than its own', () => {
    const stack = Stack.of(service({ ...rated, port: 9080, cpuArchitecture: ecs.CpuArchitecture.X86_64 }));
    const [, proxy] = containers(Template.fromStack(stack));
    const folder = (stack.node.root as App).synth().directory;
    expect(variables(proxy)).toMatchObject({ LOAD_PROXY_PORT: '9081', APPLICATION_PORT: '9080' });
    const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.assets.json'));
    expect(readFileSync(join(folder, file), 'utf8')).toContain('"platform": "linux/amd64"');
  });

  test('tells the health check of the application from its requests by the path, but for the front page', () => {
    const path = (healthCheckPath?: string) =>
      variables(containers(synthesize({ ...rated, healthCheckPath }))[1]).HEALTH_CHECK_PATH;
    expect([path('/health'), path('/'), path()]).toEqual(['/health', undefined, undefined]);
  });

  test('tells the application what it publishes, where that uses the middleware', () => {
    const template = synthesize({
      ...rated,
      loadSource: LoadSource.APPLICATION,
      healthCheckInterval: Duration.seconds(10),
    });
    const [app, ...others] = containers(template);
    expect(others).toEqual([]);
    expect(app).toMatchObject({ Memory: 512 });
    expect(app).not.toHaveProperty('Cpu');
    expect(variables(app)).toMatchObject({ RATED_REQUESTS_PER_SECOND: '120', HEALTH_CHECK_SECONDS: '10' });
    expect(policyNames(template)).toContain('shop-web-load-backstop');
  });

  test('publishes nothing that no policy follows', () => {
    const template = synthesize({ ...rated, scaling: [Scaling.onCpuSteps({ preset: ScalingPreset.LATENCY })] });
    expect(containers(template).map(({ Name }) => Name)).toEqual(['app']);
    expect(policyNames(template).sort()).toEqual(['shop-web-cpu-steps-in', 'shop-web-cpu-steps-out']);
  });
});

describe('A WebService that does not know what a task can do', () => {
  test('follows the CPU of every 20 seconds in steps, the last of which is fixed', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/ECS',
      MetricName: 'CPUUtilization',
      Dimensions: [
        { Name: 'ClusterName', Value: 'shop' },
        { Name: 'ServiceName', Value: 'shop-web' },
      ],
      Period: 20,
      Threshold: 72.8,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
    template.hasResourceProperties(POLICIES, {
      PolicyName: 'shop-web-load-out',
      StepScalingPolicyConfiguration: Match.objectLike({
        StepAdjustments: [
          { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 11.7, ScalingAdjustment: 33 },
          { MetricIntervalLowerBound: 11.7, MetricIntervalUpperBound: 17.2, ScalingAdjustment: 48 },
          { MetricIntervalLowerBound: 17.2, MetricIntervalUpperBound: 23.2, ScalingAdjustment: 57 },
          { MetricIntervalLowerBound: 23.2, ScalingAdjustment: 150 },
        ],
      }),
    });
  });

  test.each(ScalingPreset.all().map((preset) => [preset.name, preset] as const))(
    'has rising steps with every preset: %s',
    (_, preset) => {
      const [out] = Object.values(
        synthesize({ scaling: [Scaling.onLoad({ preset })] }).findResources(POLICIES, {
          Properties: { PolicyName: 'shop-web-load-out' },
        }),
      ) as { Properties: { StepScalingPolicyConfiguration: { StepAdjustments: { ScalingAdjustment: number }[] } } }[];
      const steps = out?.Properties.StepScalingPolicyConfiguration.StepAdjustments.map(
        (step) => step.ScalingAdjustment,
      );
      expect(steps).toEqual([...(steps ?? [])].sort((a, b) => a - b));
      expect(steps?.length).toBeGreaterThanOrEqual(3);
    },
  );

  test('fails synthesis when it no longer publishes the CPU that its alarm follows', () => {
    const web = service();
    (web.service.node.defaultChild as ecs.CfnService).monitoring = undefined;
    expect(() => Template.fromStack(Stack.of(web))).toThrow(
      'monitoring of the service must publish CPUUtilization every 20 seconds while scaling follows it, got another setting; remove the override of Monitoring, or of the policy',
    );
  });
});

describe('A WebService refuses', () => {
  test.each<[string, Partial<WebServiceProps>, string]>([
    [
      'a rated load that is none',
      { ratedRequestsPerSecond: 0 },
      'ratedRequestsPerSecond must be between 0.1 and 100000, got 0; it is what one task answers in a second when it is full: measure it',
    ],
    [
      'a source of load without a rated one',
      { loadSource: LoadSource.APPLICATION },
      'loadSource must come with ratedRequestsPerSecond, got "application" without it; measure what one task answers, or leave loadSource out to follow the CPU',
    ],
    [
      'a source of load that nothing follows',
      { ratedRequestsPerSecond: 10, loadSource: LoadSource.PROXY, scaling: [Scaling.onCpu()] },
      'loadSource must come with Scaling.onLoad(), got "proxy" without it; add it to scaling, or leave loadSource out',
    ],
    [
      'a source of load in words',
      { ratedRequestsPerSecond: 10, loadSource: 'sidecar' as LoadSource },
      'loadSource must be one of proxy, application, got "sidecar"; use LoadSource.PROXY',
    ],
    [
      'more memory for files than the proxy leaves',
      { ratedRequestsPerSecond: 10, tmpSize: Size.mebibytes(200) },
      'tmpSize must be at most half of the memory that the proxy leaves, got 200 of 384 MiB; choose a larger size, or LoadSource.APPLICATION',
    ],
    [
      'a preset in words',
      { scaling: [Scaling.onLoad({ preset: 'fast' as unknown as ScalingPreset })] },
      'scaling.onLoad.preset must be a ScalingPreset, got "fast"; use ScalingPreset.BALANCED',
    ],
  ])('%s', (_, props, message) => {
    expect(() => service(props)).toThrow(`Test/Web: ${message}`);
  });
});
