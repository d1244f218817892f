import type { Duration } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { DeploymentStrategy } from './deployment-strategy';
import { releaseRules } from './release-task';
import { LAST_EXPLICIT_PRIORITY } from './routes';
import type { WebServiceProps } from './web-service-props';
import { DEFAULTS } from '../private/service/container-rules';
import { matches, numberBetween, refuse, secondsOf, shown, wholeNumber, within, type Rule } from '../private/validate';

/** Refuses what a load balancer or its health checks would not take. */
export function webServiceRules(props: WebServiceProps, timing: HealthCheckTiming): Rule[] {
  return [
    wholeNumber(
      'port',
      props.port,
      1024,
      65535,
      'a user that is not root cannot open lower ports everywhere; configure the container to listen on one such as 8080',
    ),
    ...routeRules(props),
    ...timingRules(props, timing),
    ...jwtRules(props),
    ...deploymentRules(props),
    ...(props.release ? within('release', releaseRules(props.release.command, props.release.timeout)) : []),
    numberBetween(
      'responseTimeTarget in seconds',
      secondsOf(props.responseTimeTarget),
      0.001,
      60,
      'CloudFront waits no longer for an answer',
    ),
  ];
}

/** The times of a service's health checks, with the defaults filled in. */
export interface HealthCheckTiming {
  readonly interval: Duration;
  readonly timeout: Duration;
  readonly failures: number;
  readonly startupTime: Duration;
  readonly deregistrationDelay: Duration;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const PATTERNS_PER_RULE = 5;
const WILDCARDS_PER_RULE = 5;

function routeRules(props: WebServiceProps): Rule[] {
  const patterns = [...(props.paths ?? []), ...(props.hosts ?? [])];
  const wildcards = patterns.join('').replace(/[^*?]/g, '').length;
  return [
    ...(props.paths ?? []).map(pathRule),
    ...(props.hosts ?? []).map((host) =>
      matches(
        'hosts',
        host,
        /^(?=.{1,128}$)[A-Za-z0-9*?-]+(?:\.[A-Za-z0-9*?-]+)+$/,
        'be host names of at most 128 characters with at least one dot, in which * and ? are wildcards',
        'use one such as api.example.com',
      ),
    ),
    healthCheckPathRule(props.healthCheckPath),
    refuse(
      props.paths?.length === 0 || props.hosts?.length === 0,
      'paths and hosts must not be empty, got an empty list; leave it out to answer all of them',
    ),
    refuse(
      patterns.length > PATTERNS_PER_RULE,
      `paths and hosts must hold at most ${PATTERNS_PER_RULE} patterns together, got ${patterns.length}; use wildcards, or a second service`,
    ),
    refuse(
      wildcards > WILDCARDS_PER_RULE,
      `paths and hosts must hold at most ${WILDCARDS_PER_RULE} wildcards together, got ${wildcards}; use fewer patterns`,
    ),
    wholeNumber(
      'priority',
      props.priority,
      1,
      LAST_EXPLICIT_PRIORITY,
      'higher numbers are those that are derived from names',
    ),
    refuse(
      props.priority !== undefined && patterns.length === 0,
      `priority must come with paths or hosts, got ${props.priority} alone; the service without them is always the last`,
    ),
  ];
}

function healthCheckPathRule(path: string | undefined): Rule {
  return matches(
    'healthCheckPath',
    path,
    /^(?=.{1,1024}$)\/[\w.$/~"'@:+&()!,;=?%-]*$/,
    'start with / and have at most 1024 characters of an address',
    'use one such as /health',
  );
}

function pathRule(path: string): Rule {
  return matches(
    'paths',
    path,
    /^(?=.{1,128}$)\/[\w.$/~"'@:+&()!,;=*?-]*$/,
    'start with / and have at most 128 letters, digits, wildcards and characters of _-.$/~"\'@:+&()!,;=',
    'use one such as /api/*',
  );
}

function timingRules(props: WebServiceProps, timing: HealthCheckTiming): Rule[] {
  const stopTimeout = props.stopTimeout ?? DEFAULTS.stopTimeout;
  const known = ![timing.interval, timing.timeout, timing.deregistrationDelay, stopTimeout].some((time) =>
    time.isUnresolved(),
  );
  return [
    secondsBetween('healthCheckInterval', timing.interval, 5, 300, 'the shorter, the sooner a broken task is out'),
    secondsBetween('healthCheckTimeout', timing.timeout, 2, 120, 'a task that needs longer is as good as broken'),
    wholeNumber('healthCheckFailures', props.healthCheckFailures, 2, 10, 'one failure alone may be chance'),
    secondsBetween('startupTime', timing.startupTime, 0, 3600, 'make the image start faster'),
    secondsBetween('deregistrationDelay', timing.deregistrationDelay, 0, 3600, 'requests take seconds, not hours'),
    refuse(
      known && timing.timeout.toMilliseconds() >= timing.interval.toMilliseconds(),
      `healthCheckTimeout must be less than healthCheckInterval, got ${timing.timeout.toSeconds({ integral: false })} of ${timing.interval.toSeconds({ integral: false })} seconds; shorten the timeout or lengthen the interval`,
    ),
    refuse(
      known && stopTimeout.toMilliseconds() <= timing.deregistrationDelay.toMilliseconds(),
      `stopTimeout must be longer than deregistrationDelay, got ${stopTimeout.toSeconds({ integral: false })} with ${timing.deregistrationDelay.toSeconds({ integral: false })} seconds; otherwise a task is killed while requests are still sent to it`,
    ),
  ];
}

function secondsBetween(property: string, value: Duration, min: number, max: number, remedy: string): Rule {
  if (value.isUnresolved()) return undefined;
  const seconds = value.toSeconds({ integral: false });
  return refuse(
    !Number.isInteger(seconds) || seconds < min || seconds > max,
    `${property} must be a whole number of seconds between ${min} and ${max}, got ${seconds} seconds; ${remedy}`,
  );
}

function deploymentRules({ deploymentStrategy: strategy, jwt }: WebServiceProps): Rule[] {
  if (strategy === undefined) return [];
  if (!(strategy instanceof DeploymentStrategy)) {
    return [
      `deploymentStrategy must be a DeploymentStrategy, got ${shown(strategy)}; use DeploymentStrategy.rolling()`,
    ];
  }
  return [
    ...strategy._rules(),
    refuse(
      strategy._isBlueGreen && jwt !== undefined,
      'deploymentStrategy must be rolling beside jwt, got blueGreen(); AWS does not say that the rule still verifies tokens once ECS has changed it, use DeploymentStrategy.rolling()',
    ),
  ];
}

function jwtRules(props: WebServiceProps): Rule[] {
  if (!props.jwt) return [];
  return [
    refuse(
      props.loadBalancer.protocol !== elbv2.ApplicationProtocol.HTTPS,
      `jwt must be behind a load balancer with a certificate, got ${props.loadBalancer.protocol}; give the load balancer a certificate`,
    ),
    ...(['issuer', 'jwksEndpoint'] as const).map((property) =>
      matches(
        `jwt.${property}`,
        props.jwt?.[property],
        /^(?=.{1,256}$)https:\/\/[^\s/]+\S*$/,
        'be an HTTPS address of at most 256 characters',
        'copy it from the configuration of the issuer',
      ),
    ),
  ];
}
