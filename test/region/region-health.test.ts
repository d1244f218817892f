import { runInNewContext } from 'node:vm';
import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Monitoring } from '../../lib/monitoring';
import { RegionHealth, type RegionHealthProps } from '../../lib/region';
import { WebService } from '../../lib/web';
import { IMAGE, testCluster } from '../service/fixtures';
import { testStack } from '../support/test-app';
import { testLoadBalancer } from '../web/fixtures';

function monitored(services: readonly string[] = ['Web'], props: Partial<RegionHealthProps> = {}): Template {
  const stack = testStack();
  const cluster = testCluster(stack);
  const loadBalancer = testLoadBalancer(stack, { vpc: cluster.cluster.vpc });
  const health = new RegionHealth(stack, 'Health', { name: 'shop', loadBalancer, ...props });
  const [first, ...others] = services.map(
    (id, index) =>
      new WebService(stack, id, { cluster, loadBalancer, image: IMAGE, port: 8080, paths: [`/${index}/*`] }),
  );
  // One before the sink is known, the others after it.
  if (first) health.watch(first);
  health.monitor(new Monitoring(stack, 'Monitoring', { name: 'shop' }));
  others.forEach((service) => health.watch(service));
  return Template.fromStack(stack);
}

/** The rule of the alarm, with logical ids in place of ARNs. */
function ruleOf(template: Template): string {
  const [alarm] = Object.values(template.findResources('AWS::CloudWatch::CompositeAlarm'));
  const [, parts] = (alarm?.Properties as { AlarmRule: { 'Fn::Join': [string, unknown[]] } }).AlarmRule['Fn::Join'];
  const textOf = (part: unknown) =>
    typeof part === 'string' ? part : (part as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0];
  return parts.map((part) => textOf(part).replace(/^Health(.*)[0-9A-F]{8}$/, '$1')).join('');
}

/** What the rule says when these signs are raised. */
function isUnhealthy(rule: string, ...raised: string[]): boolean {
  const expression = rule
    .replace(/ALARM\("(\w+)"\)/g, (_, name: string) => String(raised.includes(name)))
    .replace(/ AND /g, ' && ')
    .replace(/ OR /g, ' || ');
  expect(expression).toMatch(/^[()truefals|& ]+$/);
  return runInNewContext(expression) as boolean;
}

describe('RegionHealth', () => {
  test('is one alarm of a literal name that wakes people', () => {
    monitored().hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      AlarmName: 'shop-eu-west-1-unhealthy-for-users',
      AlarmActions: [{ 'Fn::Join': ['', Match.arrayWith([':shop-critical-alarms'])] }],
      AlarmDescription: Match.stringLikeRegexp('^critical: .*#region-unhealthy-for-users$'),
    });
  });

  const SIGNS = ['Errors', 'Slow', 'Unanswered', 'NoTasksWeb'];

  test.each(SIGNS)('is not decided by %s alone', (sign) => {
    expect(isUnhealthy(ruleOf(monitored()), sign)).toBe(false);
  });

  test.each(SIGNS.flatMap((one, index) => SIGNS.slice(index + 1).map((other) => [one, other] as const)))(
    'is decided by %s and %s',
    (one, other) => {
      expect(isUnhealthy(ruleOf(monitored()), one, other)).toBe(true);
    },
  );

  test('counts two services without tasks as one sign', () => {
    const rule = ruleOf(monitored(['Web', 'Api']));
    expect(isUnhealthy(rule, 'NoTasksWeb', 'NoTasksApi')).toBe(false);
    expect(isUnhealthy(rule, 'NoTasksApi', 'Slow')).toBe(true);
  });

  test('looks at a single minute', () => {
    const template = monitored(['Web', 'Api']);
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')) as {
      Properties: { EvaluationPeriods: number; AlarmDescription?: string };
    }[];
    const signs = alarms.filter(({ Properties }) =>
      /^warning: .*#region-signs$/.test(Properties.AlarmDescription ?? ''),
    );
    expect(signs.map(({ Properties: { EvaluationPeriods } }) => EvaluationPeriods)).toEqual([1, 1, 1, 1, 1]);
  });

  test('takes silence of the load balancer and of the tasks for signs, and of requests not', () => {
    const template = monitored();
    const silence = (name: string, TreatMissingData: string) =>
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        Metrics: Match.arrayWith([Match.objectLike({ Label: name })]),
        TreatMissingData,
      });
    silence('Nobody is answered', 'breaching');
    silence('Failed requests (%)', 'notBreaching');
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'HealthyHostCount',
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'TargetResponseTime',
      TreatMissingData: 'notBreaching',
    });
  });

  test('calls slow what it is told to', () => {
    monitored(['Web'], { slowestResponse: Duration.seconds(10) }).hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'TargetResponseTime',
      ExtendedStatistic: 'p99',
      Threshold: 10,
    });
  });
});
