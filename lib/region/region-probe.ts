import { Duration, Size, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { modelRules, type RegionModel } from './region-model';
import {
  PROBE_INTERVAL,
  ProbeMetric,
  REGION_PROBE_CONFIG,
  unreachableAlarmName,
  type RegionProbeConfig,
} from '../contract/region-probe';
import { AlarmSeverity, type IMonitored, type IMonitoring } from '../monitoring';
import { HandlerFunction } from '../private/handler-function';
import { nameRule, pascalCase } from '../private/names';
import { publishEveryMinute } from '../private/publish-every-minute';
import { check, matches, refuse } from '../private/validate';

/** Properties for defining a RegionProbe. */
export interface RegionProbeProps {
  /** Name of the deployment: 1 to 20 lower-case letters, digits and single hyphens. Part of the alarms' names. */
  readonly name: string;

  /** The regions, two or more, one of which is that of the stack. */
  readonly plan: RegionModel;

  /** Address of the edge, such as `https://www.example.com`. */
  readonly url: string;

  /**
   * Key that encrypts the log of the function. It has to let CloudWatch Logs use it.
   *
   * @default - a new key with yearly rotation (1 dollar a month)
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * What a region sees of the others, as their users do: through the edge. A function looks every ten seconds at each region of the plan, its own
 * included, with a request that the edge sends to that region whatever its weight and health, and that no other may answer. It publishes
 * `RegionUnreachable` for the others (namespace `ZeroToMillions`, dimensions `Deployment` and `Region`, resolution of one second), and nothing when its own
 * region does not answer either: that tells of the probe or the edge.
 *
 * The alarm `<name>-<region>-unreachable-from-<own region>` is raised by three failures within forty seconds, and is in the region of the probe: it works while
 * the other is lost with its CloudWatch, and a RegionSwitch can start by it. A loss is found after 45 seconds on average and 65 at most, by what
 * this construct decides: up to 10 until the next look, two more looks 10 apart, 3 until the last has failed, and up to 10 each until
 * CloudWatch has the value and looks at it. How late CloudWatch is, is assumed.
 *
 * Defines a Lambda function (arm64, 192 MiB), its rule, role, log group and dead-letter queue.
 *
 * **Cost** (list prices, us-east-1, free tiers not counted): 43,800 starts x 52 s x 0.1875 GB = 427,050 GB-s = 5.69 dollars a month, 262,800 publications
 * at 0.01 a thousand = 2.63 dollars, and for each other region 0.30 for its metric and 0.30 for its alarm; the requests at the edge are about 0.26 dollars for
 * each region. Holds no state.
 */
export class RegionProbe extends Construct implements IMonitored {
  /** Names of the alarms, each of another region. Literal. */
  public readonly alarmNames: string[];
  private readonly handler: HandlerFunction;
  private readonly config: RegionProbeConfig;

  constructor(scope: Construct, id: string, props: RegionProbeProps) {
    super(scope, id);
    const { name, plan, url } = props;
    const { region } = Stack.of(this);
    const broken = modelRules(plan, region, 'anywhere');
    check(
      this,
      nameRule(name),
      matches('url', url, /^https:\/\/[^\s/]+$/, 'be an address without a path', 'use the url of the Edge'),
      ...broken,
      broken.length > 0
        ? undefined
        : refuse(
            plan._plan.regions.length < 2,
            'plan.regions must hold two regions or more, got one; one alone has no other to look at',
          ),
    );

    const others = plan._plan.regions.filter((other) => other !== region);
    this.config = { deployment: name, region, others, url };
    this.alarmNames = others.map((other) => unreachableAlarmName(name, other, region));
    this.handler = new HandlerFunction(this, 'Handler', {
      handler: 'region-probe',
      description: `Looks at the regions of ${name} through the edge`,
      // The function of the next minute has begun by then.
      timeout: Duration.seconds(59),
      memory: Size.mebibytes(192),
      environment: { [REGION_PROBE_CONFIG]: Stack.of(this).toJsonString(this.config) },
      encryptionKey: props.encryptionKey,
    });
    publishEveryMinute(this, this.handler, {
      namespace: ProbeMetric.NAMESPACE,
      description: `Starts the probes of the regions of ${name}`,
    });
  }

  public monitor(monitoring: IMonitoring): void {
    const { deployment, others, region } = this.config;
    for (const other of others) {
      monitoring.addAlarm(this, `Unreachable${pascalCase(other)}`, {
        alarmName: unreachableAlarmName(deployment, other, region),
        metric: new cloudwatch.Metric({
          namespace: ProbeMetric.NAMESPACE,
          metricName: ProbeMetric.UNREACHABLE,
          dimensionsMap: { [ProbeMetric.DEPLOYMENT]: deployment, [ProbeMetric.REGION]: other },
          statistic: cloudwatch.Stats.MINIMUM,
          period: Duration.seconds(PROBE_INTERVAL),
        }),
        threshold: 1,
        // Where the function of one minute follows that of another, a period may stay empty.
        evaluationPeriods: 4,
        datapointsToAlarm: 3,
        severity: AlarmSeverity.CRITICAL,
        summary: `${region} does not reach ${other} through the edge, and reaches itself.`,
        runbook: 'region-unreachable',
      });
    }
    monitoring.addAlarm(this, 'ErrorsAlarm', {
      metric: this.handler.function.metricErrors({ period: Duration.minutes(1), statistic: cloudwatch.Stats.SUM }),
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      summary: 'This region does not reach itself through the edge, or cannot publish what it sees of the others.',
      runbook: 'region-probe-blind',
    });
    monitoring.addAlarm(this, 'SilenceAlarm', {
      metric: this.handler.function.metricInvocations({ period: Duration.minutes(1), statistic: cloudwatch.Stats.SUM }),
      threshold: 1,
      comparison: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 5,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
      summary: 'This region does not look at the others, so that their loss is found later.',
      runbook: 'region-probe-blind',
    });
  }
}
