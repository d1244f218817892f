import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Policy, StepPolicy } from '../../../../tools/simulate/model';
import { readServices, servicesOf, type MetricModels } from '../../../../tools/simulate/template';

type Resources = Record<string, { readonly Type: string; readonly Properties?: Record<string, unknown> }>;

const TARGET_ID = { Ref: 'Target' };
const DIMENSIONS = [{ Name: 'ServiceName', Value: { 'Fn::GetAtt': ['Service', 'Name'] } }];
const CPU = { Namespace: 'AWS/ECS', MetricName: 'CPUUtilization', Dimensions: DIMENSIONS };
const ALARM = {
  ...CPU,
  AlarmActions: [{ Ref: 'Step' }],
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 2,
  Threshold: 60,
  ComparisonOperator: 'GreaterThanThreshold',
};
const STEPS = {
  AdjustmentType: 'ChangeInCapacity',
  StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
};

/** A service behind a load balancer, with a scalable target and what else is given. */
function template(others: Resources = {}, service: Record<string, unknown> = {}): { Resources: Resources } {
  return {
    Resources: {
      Group: {
        Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
        Properties: {
          HealthCheckIntervalSeconds: 5,
          TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
        },
      },
      Service: {
        Type: 'AWS::ECS::Service',
        Properties: { ServiceName: 'web', LoadBalancers: [{ TargetGroupArn: { Ref: 'Group' } }], ...service },
      },
      Target: {
        Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
        Properties: {
          MinCapacity: 2,
          MaxCapacity: 20,
          ResourceId: { 'Fn::Sub': 'service/main/${Service.Name}' },
          ScalableDimension: 'ecs:service:DesiredCount',
          ServiceNamespace: 'ecs',
        },
      },
      ...others,
    },
  };
}

const policy = (properties: Record<string, unknown>) => ({
  Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
  Properties: { ScalingTargetId: TARGET_ID, ...properties },
});
const step = (configuration: Record<string, unknown> = {}) =>
  policy({
    PolicyName: 'more',
    PolicyType: 'StepScaling',
    StepScalingPolicyConfiguration: { ...STEPS, ...configuration },
  });
const tracking = (configuration: Record<string, unknown>) =>
  policy({
    PolicyName: 'track',
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: { TargetValue: 50, ...configuration },
  });
const alarm = (properties: Record<string, unknown> = {}) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: { ...ALARM, ...properties },
});

/** The one service of templates. */
function only(templates: Record<string, object>, metricModels?: MetricModels) {
  const [service, ...others] = servicesOf(templates, { metricModels });
  expect(others).toEqual([]);
  return service;
}

function policiesOf(others: Resources, metricModels?: MetricModels): readonly Policy[] {
  return only({ app: template(others) }, metricModels).policies;
}

describe('a template tells', () => {
  test('the limits, the health check and the drain of a service', () => {
    expect(only({ app: template() })).toEqual({
      name: 'web',
      kind: 'web',
      minTasks: 2,
      maxTasks: 20,
      healthCheckSeconds: 5,
      deregistrationSeconds: 30,
      highResolutionCpu: false,
      policies: [],
      warnings: [],
    });
  });

  test('whether CPU utilization comes every 20 seconds', () => {
    const Monitoring = { MetricConfigurations: [{ MetricNames: ['CPUUtilization'], ResolutionSeconds: 20 }] };
    expect(only({ app: template({}, { Monitoring }) }).highResolutionCpu).toBe(true);
    const deployed = only({ app: template({}, { Monitoring, DeploymentController: { Type: 'CODE_DEPLOY' } }) });
    expect(deployed.highResolutionCpu).toBe(false);
    expect(deployed.warnings).toEqual([
      'is deployed by CODE_DEPLOY, with which ECS publishes nothing every 20 seconds',
    ]);
  });

  test('a step policy and its alarm', () => {
    expect(policiesOf({ Step: step({ MinAdjustmentMagnitude: 2 }), Alarm: alarm({ DatapointsToAlarm: 1 }) })).toEqual([
      {
        kind: 'step',
        name: 'more',
        adjustmentType: 'ChangeInCapacity',
        steps: [{ lower: 0, adjustment: 1 }],
        minAdjustmentMagnitude: 2,
        cooldownSeconds: 300,
        alarm: {
          expression: { kind: 'metric', signal: { model: 'cpu' }, statistic: 'Average', periodSeconds: 60 },
          periodSeconds: 60,
          evaluationPeriods: 2,
          datapointsToAlarm: 1,
          threshold: 60,
          comparison: 'GreaterThanThreshold',
          treatMissingData: 'missing',
        },
      },
    ]);
  });

  test('a policy twice that two alarms set off, one of them by its ARN', () => {
    const arn = 'arn:aws:autoscaling:eu-west-1:1:scalingPolicy:x:resource/ecs/service/main/web:policyName/more';
    const policies = policiesOf({
      Step: step(),
      One: alarm({ Threshold: 60 }),
      Two: alarm({ Threshold: 90, AlarmActions: [arn] }),
      Other: alarm({ Threshold: 99, AlarmActions: [`${arn}-than-others`] }),
    });
    expect(policies.map((one) => (one as StepPolicy).alarm?.threshold)).toEqual([60, 90]);
  });

  test('metric math whose formulas are made of others', () => {
    const stat = (MetricName: string) => ({
      Metric: { Namespace: 'AWS/ECS', MetricName, Dimensions: DIMENSIONS },
      Period: 60,
      Stat: 'Average',
    });
    const Metrics = [
      { Id: 'out', Expression: 'IF(both > 50, cpu, 0)' },
      { Id: 'both', Expression: 'MAX([cpu, memory])', ReturnData: false },
      { Id: 'cpu', MetricStat: stat('CPUUtilization'), ReturnData: false },
      { Id: 'memory', MetricStat: stat('MemoryUtilization'), ReturnData: false },
    ];
    const [first] = policiesOf({ Step: step(), Alarm: alarm({ Metrics }) });
    const metric = (model: string) => ({ kind: 'metric', signal: { model }, statistic: 'Average', periodSeconds: 60 });
    expect((first as StepPolicy).alarm?.expression).toEqual({
      kind: 'call',
      name: 'IF',
      arguments: [
        {
          kind: 'binary',
          operator: '>',
          left: {
            kind: 'call',
            name: 'MAX',
            arguments: [{ kind: 'array', items: [metric('cpu'), metric('memory')] }],
          },
          right: { kind: 'number', value: 50 },
        },
        metric('cpu'),
        { kind: 'number', value: 0 },
      ],
    });
  });

  test('what the metrics of other people measure, when it is said', () => {
    const Alarm = alarm({ Namespace: 'App', MetricName: 'Busy', Period: 10 });
    const [first] = policiesOf({ Step: step(), Alarm }, { 'App/Busy': { model: 'load' } });
    expect((first as StepPolicy).alarm?.expression).toMatchObject({ signal: { model: 'load' }, periodSeconds: 10 });
  });

  test('how soon a queue should be drained, from the function that publishes its demand', () => {
    const demand = (drainSeconds: number, name: string) => ({ name, drainSeconds });
    const config = JSON.stringify({ deployment: 'shop', workers: [demand(9, 'jobs'), demand(150, 'mails')] });
    const [first] = policiesOf({
      Step: step(),
      Publisher: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Environment: { Variables: { QUEUE_DEMAND_CONFIG: { 'Fn::Join': ['', [config, { Ref: 'AWS::NoValue' }]] } } },
        },
      },
      Alarm: alarm({
        Namespace: 'ZeroToMillions',
        MetricName: 'QueueDemand',
        Dimensions: [
          { Name: 'Deployment', Value: 'shop' },
          { Name: 'Service', Value: 'mails' },
        ],
      }),
    });
    expect((first as StepPolicy).alarm?.expression).toMatchObject({ signal: { model: 'demand', drainSeconds: 150 } });
  });

  test('the sum over both target groups of a blue/green deployment, one of which has no traffic', () => {
    const requests = (Id: string, group: string) => ({
      Id,
      ReturnData: false,
      MetricStat: {
        Metric: {
          Namespace: 'AWS/ApplicationELB',
          MetricName: 'RequestCountPerTarget',
          Dimensions: [{ Name: 'TargetGroup', Value: { 'Fn::GetAtt': [group, 'TargetGroupFullName'] } }],
        },
        Stat: 'Sum',
      },
    });
    const Metrics = [
      { Id: 'both', Expression: 'FILL(blue, 0) + FILL(green, 0)' },
      requests('blue', 'Group'),
      requests('green', 'Green'),
    ];
    const LoadBalancers = [
      { TargetGroupArn: { Ref: 'Group' }, AdvancedConfiguration: { AlternateTargetGroupArn: { Ref: 'Green' } } },
    ];
    const others = {
      Green: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup' },
      Track: tracking({ CustomizedMetricSpecification: { Metrics } }),
    };
    const [first] = only({ app: template(others, { LoadBalancers }) }).policies;
    expect(first).toMatchObject({
      kind: 'target-tracking',
      periodSeconds: 60,
      expression: {
        left: { name: 'FILL', arguments: [{ kind: 'metric' }, { kind: 'number', value: 0 }] },
        right: {
          name: 'FILL',
          arguments: [
            { kind: 'number', value: 0 },
            { kind: 'number', value: 0 },
          ],
        },
      },
    });
  });

  test('what another stack has, through exports', () => {
    const { Group, ...Resources } = template().Resources;
    const network = {
      Resources: { Group },
      Outputs: { Group: { Value: { Ref: 'Group' }, Export: { Name: 'group' } } },
    };
    const service = {
      ...Resources.Service,
      Properties: { LoadBalancers: [{ TargetGroupArn: { 'Fn::ImportValue': 'group' } }] },
    };
    const app = { Resources: { ...Resources, Service: service } };
    expect(only({ app, network })).toMatchObject({ name: 'Service', deregistrationSeconds: 30, warnings: [] });
    expect(only({ app })).toMatchObject({
      healthCheckSeconds: 30,
      deregistrationSeconds: 300,
      warnings: ['has a target group that is not in these templates: the defaults of AWS are taken for it'],
    });
  });

  test('the defaults of its parameters', () => {
    const Parameters = { Period: { Type: 'Number', Default: '120' } };
    const app = { Parameters, ...template({ Step: step(), Alarm: alarm({ Period: { Ref: 'Period' } }) }) };
    expect((only({ app }).policies[0] as StepPolicy).alarm?.periodSeconds).toBe(120);
  });

  test('a forecast of CPU utilization', () => {
    const predictive = (metric: string, others = {}) =>
      policy({
        PolicyName: 'ahead',
        PolicyType: 'PredictiveScaling',
        PredictiveScalingPolicyConfiguration: {
          MetricSpecifications: [
            { TargetValue: 50, PredefinedMetricPairSpecification: { PredefinedMetricType: metric } },
          ],
          ...others,
        },
      });
    const acting = predictive('ECSServiceCPUUtilization', { Mode: 'ForecastAndScale', SchedulingBufferTime: 600 });
    expect(policiesOf({ Ahead: acting })).toEqual([
      { kind: 'predictive', name: 'ahead', targetPercent: 50, startAheadSeconds: 600, forecastOnly: false },
    ]);
    expect(only({ app: template({ Ahead: predictive('ECSServiceCPUUtilization') }) }).warnings).toEqual([
      'ahead only forecasts, and never acts',
    ]);
    expect(only({ app: template({ Ahead: predictive('ECSServiceMemoryUtilization') }) })).toMatchObject({
      policies: [],
      warnings: ['ahead forecasts ECSServiceMemoryUtilization, which is not simulated: left out'],
    });
  });
});

describe('what can never work is said:', () => {
  const predefined = (PredefinedMetricType: string) => ({ PredefinedMetricSpecification: { PredefinedMetricType } });

  test.each<[string, Resources, string]>([
    [
      'tracking of 20-second CPU that nobody publishes',
      { Track: tracking(predefined('ECSServiceAverageCPUUtilizationHighResolution')) },
      'track follows ECSServiceAverageCPUUtilizationHighResolution, but the service does not publish it every 20 seconds (Monitoring), so that it never acts',
    ],
    ['a step policy without an alarm', { Step: step() }, 'more has no alarm that sets it off, so that it never acts'],
    [
      'an alarm that is switched off',
      { Step: step(), Alarm: alarm({ ActionsEnabled: false }) },
      'Alarm has its actions switched off, so that it never acts',
    ],
    [
      'periods shorter than the metric has',
      { Step: step(), Alarm: alarm({ Period: 10 }) },
      'Alarm has a period of 10 s, but its metric comes every 20 s',
    ],
    [
      'a metric of another service',
      { Step: step(), Alarm: alarm({ Dimensions: [{ Name: 'ServiceName', Value: 'other' }] }) },
      'follows CPUUtilization of another service or of a cluster, simulated as its own',
    ],
  ])('%s', (_name, others, warning) => {
    expect(only({ app: template(others) }).warnings).toEqual([warning]);
  });

  test('scheduled actions', () => {
    const app = template();
    const target = { ...app.Resources.Target };
    const Properties = { ...target.Properties, ScheduledActions: [{ ScheduledActionName: 'morning' }] };
    const Resources = { ...app.Resources, Target: { ...target, Properties } };
    expect(only({ app: { Resources } }).warnings).toEqual(['has scheduled actions, which are not simulated']);
  });
});

describe('refuses', () => {
  const refusal = (others: Resources, metricModels?: unknown) => () =>
    servicesOf({ app: template({ Step: step(), ...others }) }, { metricModels: metricModels as MetricModels });

  test.each<[string, Resources, string]>([
    [
      'a metric that it does not know',
      { Alarm: alarm({ Namespace: 'App', MetricName: 'Busy' }) },
      'App/Busy is no metric that is simulated; say what it measures, in a file of --metric-models: {"App/Busy":{"model":"load"}}',
    ],
    [
      'a percentile',
      { Alarm: alarm({ ExtendedStatistic: 'p99' }) },
      'the statistic of AWS/ECS/CPUUtilization must be one of Average, Maximum, Minimum, Sum, got p99; others are not simulated',
    ],
    [
      'what only a deployment knows',
      { Alarm: alarm({ Threshold: { Ref: 'Nothing' } }) },
      'Threshold of Alarm must be a number in the template, got undefined; give it literally',
    ],
    [
      'an anomaly detector',
      { Alarm: alarm({ ComparisonOperator: 'GreaterThanUpperThreshold' }) },
      'Alarm compares with GreaterThanUpperThreshold, which is not simulated',
    ],
    [
      'a formula that is none',
      { Alarm: alarm({ Metrics: [{ Id: 'e', Expression: 'SEARCH(1)' }] }) },
      'Alarm: SEARCH(1) has SEARCH, which is not simulated; only ABS, AVG, CEIL, DIFF, FILL, FLOOR, IF, MAX, MIN, RATE, SUM and PERIOD are',
    ],
    [
      'formulas that are made of each other',
      {
        Alarm: alarm({
          Metrics: [
            { Id: 'a', Expression: 'b' },
            { Id: 'b', Expression: 'a', ReturnData: false },
          ],
        }),
      },
      'Alarm: a is made of itself',
    ],
    [
      'several series',
      { Alarm: alarm({ Metrics: [{ Id: 'a' }, { Id: 'b' }] }) },
      'Alarm must have one metric or formula that returns data, got 2',
    ],
  ])('%s', (_name, others, message) => {
    expect(refusal(others)).toThrow(new Error(message));
  });

  test('everything at once', () => {
    const others = {
      Alarm: alarm({ Namespace: 'App', MetricName: 'Busy', Threshold: 'high' }),
      Track: tracking({ PredefinedMetricSpecification: { PredefinedMetricType: 'Wishes' } }),
    };
    expect(refusal(others, { 'App/Load': { model: 'lod' }, 'App/Demand': { model: 'demand' } })).toThrow(
      new Error(
        [
          'cannot simulate this:',
          '  - the model of App/Load must be one of cpu, memory, requests-per-target, load, response-time, visible, backlog-per-task, desired-tasks, unattended-messages, demand, got "lod"',
          '  - drainSeconds of the model of App/Demand must be a number above 0, got undefined',
          '  - App/Busy is no metric that is simulated; say what it measures, in a file of --metric-models: {"App/Busy":{"model":"load"}}',
          '  - Threshold of Alarm must be a number in the template, got "high"; give it literally',
          '  - track must follow one of ECSServiceAverageCPUUtilization, ECSServiceAverageCPUUtilizationHighResolution, ECSServiceAverageMemoryUtilization, ECSServiceAverageMemoryUtilizationHighResolution, ALBRequestCountPerTarget, got Wishes',
        ].join('\n'),
      ),
    );
  });
});

describe('a folder', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'templates-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('of templates is read like an assembly', () => {
    writeFileSync(join(folder, 'app.template.json'), JSON.stringify(template()));
    writeFileSync(join(folder, 'assets.json'), '{"files":{}}');
    expect(readServices(folder)).toEqual([only({ app: template() })]);
  });

  test('without templates is refused', () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    expect(() => readServices(empty)).toThrow(`${empty} holds no template in JSON; name the folder of cdk synth`);
    expect(() => readServices(join(folder, 'none'))).toThrow(`there is no folder ${join(folder, 'none')}; run`);
    writeFileSync(join(empty, 'a.json'), '{');
    expect(() => readServices(empty)).toThrow(`${join(empty, 'a.json')} cannot be read as JSON: `);
  });
});
