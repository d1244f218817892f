import { Duration, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { testCertificate, testLoadBalancer } from './fixtures';
import { Monitoring } from '../../lib/monitoring';
import { Scaling } from '../../lib/service';
import { DeploymentStrategy, WebService, type WebServiceProps } from '../../lib/web';
import { IMAGE, resourcesOf, testCluster } from '../service/fixtures';
import { testStack } from '../support/test-app';

function stackWith(props: Partial<WebServiceProps> = {}): Stack {
  const stack = testStack();
  const cluster = testCluster(stack);
  const loadBalancer = testLoadBalancer(stack, { vpc: cluster.cluster.vpc, certificate: testCertificate(stack) });
  const web = new WebService(stack, 'Web', { cluster, loadBalancer, image: IMAGE, port: 8080, ...props });
  web.monitor(new Monitoring(stack, 'Monitoring', { name: 'shop' }));
  return stack;
}

const FIRST = { Ref: Match.stringLikeRegexp('^WebTargetGroup') };
const ALTERNATE = { Ref: Match.stringLikeRegexp('^WebBlueGreenAlternateTargetGroup') };
const RULE = { Ref: Match.stringLikeRegexp('^WebRule') };

describe('Blue/green deployments', () => {
  const stack = stackWith({
    deploymentStrategy: DeploymentStrategy.blueGreen(),
    scaling: [Scaling.onRequestsPerTask({ requestsPerMinute: 600 })],
  });
  const template = Template.fromStack(stack);

  test('move all requests at once, and back for five minutes', () => {
    template.hasResourceProperties('AWS::ECS::Service', {
      DeploymentConfiguration: {
        Strategy: 'BLUE_GREEN',
        BakeTimeInMinutes: 5,
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        Alarms: { AlarmNames: [{ Ref: Match.stringLikeRegexp('^WebErrorsAlarm') }], Enable: true, Rollback: true },
      },
      LoadBalancers: [
        {
          ContainerName: 'app',
          ContainerPort: 8080,
          TargetGroupArn: FIRST,
          AdvancedConfiguration: {
            AlternateTargetGroupArn: ALTERNATE,
            ProductionListenerRule: RULE,
            RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^WebBlueGreenRole'), 'Arn'] },
          },
        },
      ],
    });
  });

  test('begin with every request in the first target group', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Actions: [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: [
              { TargetGroupArn: FIRST, Weight: 100 },
              { TargetGroupArn: ALTERNATE, Weight: 0 },
            ],
          },
        },
      ],
    });
  });

  test('have two target groups that are the same', () => {
    const [first, second, ...others] = Object.values(
      template.findResources('AWS::ElasticLoadBalancingV2::TargetGroup'),
    ).map((group): unknown => group.Properties);
    expect(first).toBeDefined();
    expect(second).toEqual(first);
    expect(others).toEqual([]);
  });

  test('let ECS change one rule and two target groups, and wait for its permission', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'ecs.amazonaws.com' } }],
      },
    });
    const action = (...names: string[]) => names.map((name) => `elasticloadbalancing:${name}`);
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      Roles: [{ Ref: Match.stringLikeRegexp('^WebBlueGreenRole') }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: action('DescribeListeners', 'DescribeRules', 'DescribeTargetGroups', 'DescribeTargetHealth'),
            Resource: '*',
          },
          { Effect: 'Allow', Action: action('DeregisterTargets', 'RegisterTargets'), Resource: [ALTERNATE, FIRST] },
          { Effect: 'Allow', Action: 'elasticloadbalancing:ModifyRule', Resource: RULE },
          {
            Effect: 'Allow',
            Action: 'elasticloadbalancing:ModifyListener',
            Resource: { Ref: Match.stringLikeRegexp('^LoadBalancer.*Listener') },
          },
        ],
      },
    });
    template.hasResource('AWS::ECS::Service', {
      DependsOn: Match.arrayWith([
        Match.stringLikeRegexp('^WebBlueGreenRolePolicy'),
        Match.stringLikeRegexp('^WebBlueGreenRole'),
        Match.stringLikeRegexp('^WebRule'),
      ]),
    });
  });

  test('scale on the requests of both target groups', () => {
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
      TargetTrackingScalingPolicyConfiguration: Match.objectLike({
        PredefinedMetricSpecification: Match.absent(),
        CustomizedMetricSpecification: {
          Metrics: Match.arrayWith([
            Match.objectLike({ Expression: 'SUM([requests1, requests2])', ReturnData: true }),
          ]) as unknown,
        },
      }),
    });
  });

  test.each([
    ['NoHealthyTasksAlarm', ['SUM([healthyHostCount1, healthyHostCount2])']],
    ['UnhealthyTasksAlarm', ['SUM([unHealthyHostCount1, unHealthyHostCount2])']],
    ['ResponseTimeAlarm', ['MAX([targetResponseTime1, targetResponseTime2])']],
    // A deployment has twice as many tasks until the end of its bake time, which is no reason to wake anybody.
    ['NearMaximumAlarm', ['MAX([healthyHostCount1, healthyHostCount2])']],
    [
      'ErrorsAlarm',
      [
        '100 * errors / requests',
        'SUM([hTTPCode_Target_5XX_Count1, hTTPCode_Target_5XX_Count2])',
        'SUM([requestCount1, requestCount2])',
      ],
    ],
  ])('are watched in both target groups by %s', (alarm, expressions) => {
    const [found] = Object.entries(template.findResources('AWS::CloudWatch::Alarm')).filter(([id]) =>
      id.startsWith(`Web${alarm}`),
    );
    const metrics = (found?.[1].Properties as { Metrics: { Expression?: string; MetricStat?: unknown }[] }).Metrics;
    expect(metrics.flatMap(({ Expression: expression }) => expression ?? [])).toEqual(expressions);
    const groups = JSON.stringify(metrics);
    expect(groups).toContain('"Fn::GetAtt":["WebTargetGroup');
    expect(groups).toContain('"Fn::GetAtt":["WebBlueGreenAlternateTargetGroup');
  });

  test('replace nothing where deployments were rolling: what there is changes in place', () => {
    const [before, after] = [stackWith({}), stackWith({ deploymentStrategy: DeploymentStrategy.blueGreen() })].map(
      resourcesOf,
    );
    const changed = Object.entries(before ?? {}).filter(
      ([id, resource]) => JSON.stringify(after?.[id]) !== JSON.stringify(resource),
    );
    expect(Object.keys(before ?? {}).filter((id) => !(id in (after ?? {})))).toEqual([]);
    expect([...new Set(changed.map(([, { Type }]) => Type))].sort()).toEqual([
      'AWS::CloudWatch::Alarm',
      'AWS::ECS::Service',
      'AWS::ElasticLoadBalancingV2::ListenerRule',
    ]);
  });

  test('are not the default, and rolling ones leave the template as it is', () => {
    const rolling = resourcesOf(stackWith({ deploymentStrategy: DeploymentStrategy.rolling() }));
    expect(rolling).toEqual(resourcesOf(stackWith()));
    expect(JSON.stringify(rolling)).not.toContain('BLUE_GREEN');
  });

  test('bake for as long as they are told', () => {
    Template.fromStack(
      stackWith({ deploymentStrategy: DeploymentStrategy.blueGreen({ bakeTime: Duration.days(1) }) }),
    ).hasResourceProperties('AWS::ECS::Service', {
      DeploymentConfiguration: Match.objectLike({ BakeTimeInMinutes: 1440 }),
    });
  });

  test.each([
    [
      Duration.seconds(90),
      'deploymentStrategy.blueGreen.bakeTime must be whole minutes, got 90 seconds; write it as Duration.minutes(5)',
    ],
    [
      Duration.minutes(0),
      'deploymentStrategy.blueGreen.bakeTime in seconds must be a whole number between 60 and 86400, got 0; the former tasks are paid for until then',
    ],
    [
      Duration.minutes(1441),
      'deploymentStrategy.blueGreen.bakeTime in seconds must be a whole number between 60 and 86400, got 86460; the former tasks are paid for until then',
    ],
  ])('refuses a bake time of %s', (bakeTime, message) => {
    expect(() => stackWith({ deploymentStrategy: DeploymentStrategy.blueGreen({ bakeTime }) })).toThrow(message);
  });

  test('refuses them beside tokens of users', () => {
    const jwt = { issuer: 'https://id.example.com', jwksEndpoint: 'https://id.example.com/keys' };
    expect(() => stackWith({ jwt, deploymentStrategy: DeploymentStrategy.blueGreen() })).toThrow(
      'deploymentStrategy must be rolling beside jwt, got blueGreen(); AWS does not say that the rule still verifies tokens once ECS has changed it, use DeploymentStrategy.rolling()',
    );
  });

  test('refuses what is no strategy', () => {
    const deploymentStrategy = 'BLUE_GREEN' as unknown as DeploymentStrategy;
    expect(() => stackWith({ deploymentStrategy })).toThrow(
      'deploymentStrategy must be a DeploymentStrategy, got "BLUE_GREEN"; use DeploymentStrategy.rolling()',
    );
  });
});
