import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { RegionSignals } from './region-signals';
import { unhealthyAlarmName } from '../contract/region-health';
import type { IMonitored, IMonitoring } from '../monitoring';
import { nameRule } from '../private/names';
import { check, checkAtSynthesis, durationBetween, refuse, secondsOf } from '../private/validate';
import type { ILoadBalancer, WebService } from '../web';

/** Properties for defining a RegionHealth. */
export interface RegionHealthProps {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. Part of the alarm's name. */
  readonly name: string;

  /** The load balancer of the region, which all requests of its users go through. */
  readonly loadBalancer: ILoadBalancer;

  /**
   * How long the slowest of a hundred requests may take before that is a sign, 1 to 60 seconds.
   *
   * @default Duration.seconds(3)
   */
  readonly slowestResponse?: Duration;
}

/**
 * Whether a region is well for its users: one alarm, `<name>-<region>-unhealthy-for-users`, which no single metric raises. It takes two of
 * four signs within the same minute: at least 5 % of requests fail; the slowest of a hundred is too slow; a web service has no
 * healthy task; nobody is answered. Load balancer and tasks that fall silent are two of them, so a region that is gone is unhealthy. A
 * region without traffic, a standby or an evacuated one, is well while its tasks are.
 *
 * Give it each web service with `watch`, and the sink of the region with `monitor`. Each sign warns by itself; the alarm wakes people, and
 * can start a RegionSwitch.
 *
 * **Its limits**: load balancers publish each minute a minute late, so that a failure is found after two minutes on average and three at
 * most, and a silent region later: CloudWatch waits for missing data for some minutes more. That is longer than the 75 seconds of the
 * recovery budget, which a RegionProbe of another region keeps. An alarm sees the metrics of its own region only, and is made of alarms of its own
 * region only: when CloudWatch is lost with the region, it keeps its last state. The RegionProbe of another region tells then.
 *
 * **Cost**: 0.50 dollars a month for the alarm, 0.10 for each metric of its signs: 1.40 with one service (list prices, us-east-1). Holds no
 * state.
 */
export class RegionHealth extends Construct implements IMonitored {
  /** Name of the alarm, such as `shop-prod-eu-west-1-unhealthy-for-users`. Literal. */
  public readonly alarmName: string;
  private readonly loadBalancer: ILoadBalancer;
  private readonly slowestResponse: Duration;
  private readonly services = new Map<string, WebService>();
  private readonly withoutTasks: cloudwatch.Alarm[] = [];
  private readonly noTasks: Construct;
  private monitoring?: IMonitoring;

  constructor(scope: Construct, id: string, props: RegionHealthProps) {
    super(scope, id);
    const limit = props.slowestResponse;
    check(
      this,
      nameRule(props.name),
      durationBetween('slowestResponse', limit, 'seconds', 1, 60, 'use what users would still wait for'),
    );

    this.alarmName = unhealthyAlarmName(props.name, Stack.of(this).region);
    this.loadBalancer = props.loadBalancer;
    this.slowestResponse = limit ?? Duration.seconds(3);
    this.noTasks = new Construct(this, 'NoTasks');
    checkAtSynthesis(this, () => [
      refuse(
        this.monitoring !== undefined && this.services.size === 0,
        'services must be watched, got none; call watch() for each web service of the region, or nothing tells an idle region from a dead one',
      ),
    ]);
  }

  /**
   * Counts a web service among those that users need.
   *
   * @param service The service, on the load balancer of this region.
   */
  public watch(service: WebService): void {
    const { id } = service.node;
    check(
      this,
      refuse(
        this.services.has(id),
        `service must be one that is not watched yet, got ${id} again; give each an id of its own, and leave out what is watched already`,
      ),
    );
    this.services.set(id, service);
    if (this.monitoring) this.addTasks(this.monitoring, service);
  }

  public monitor(monitoring: IMonitoring): void {
    this.monitoring = monitoring;
    const signals = new RegionSignals(this.loadBalancer.fullName);
    const atOnce = { evaluationPeriods: 1, runbook: 'region-signs' };
    const errors = monitoring.addAlarm(this, 'Errors', {
      ...atOnce,
      metric: signals.failed(),
      threshold: 5,
      summary: 'At least 5 % of the requests to this region have failed within a minute.',
    });
    const slow = monitoring.addAlarm(this, 'Slow', {
      ...atOnce,
      metric: signals.slowest(),
      threshold: secondsOf(this.slowestResponse) ?? 0,
      comparison: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      summary: `One in a hundred requests to this region has taken longer than ${this.slowestResponse.toHumanString()} within a minute.`,
    });
    const unanswered = monitoring.addAlarm(this, 'Unanswered', {
      ...atOnce,
      metric: signals.unanswered(),
      threshold: 1,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
      summary: 'Nobody who asked this region within a minute was answered, or its load balancer says nothing.',
    });
    for (const service of this.services.values()) this.addTasks(monitoring, service);
    monitoring.addCompositeAlarm(this, 'Unhealthy', {
      alarmName: this.alarmName,
      rule: {
        // Services may be watched later.
        renderAlarmRule: () =>
          Lazy.string({ produce: () => this.twoOf([[errors], [slow], [unanswered], this.withoutTasks]) }),
      },
      summary: 'This region is unhealthy for its users: two signs of it at once.',
      runbook: 'region-unhealthy-for-users',
    });
  }

  private addTasks(monitoring: IMonitoring, service: WebService): void {
    const { serviceName } = service;
    const alarm = monitoring.addAlarm(this.noTasks, service.node.id, {
      evaluationPeriods: 1,
      runbook: 'region-signs',
      metric: service._healthyTasks(),
      threshold: 1,
      comparison: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      // Without a single task there is no metric either.
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
      summary: `${serviceName} has had no healthy task within a minute.`,
    });
    // Before the first deployment is through, there are none, as everybody knows.
    alarm.node.addDependency(service);
    this.withoutTasks.push(alarm);
  }

  /** Each sign is any of its alarms. Two alarms of one sign, such as two services without tasks, are one sign. */
  private twoOf(signs: readonly (readonly cloudwatch.Alarm[])[]): string {
    const given = signs.filter((alarms) => alarms.length > 0).map((alarms) => cloudwatch.AlarmRule.anyOf(...alarms));
    const pairs = given.flatMap((sign, index) =>
      given.slice(index + 1).map((other) => cloudwatch.AlarmRule.allOf(sign, other)),
    );
    return cloudwatch.AlarmRule.anyOf(...pairs).renderAlarmRule();
  }
}
