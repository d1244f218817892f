import { Duration } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { WebServiceProps } from './web-service-props';
import type { HealthCheckTiming } from './web-service-rules';

/** The times of a service's health checks, with the defaults filled in. */
export function healthCheckTiming(props: WebServiceProps): HealthCheckTiming {
  return {
    interval: props.healthCheckInterval ?? Duration.seconds(5),
    timeout: props.healthCheckTimeout ?? Duration.seconds(4),
    failures: props.healthCheckFailures ?? 2,
    startupTime: props.startupTime ?? Duration.seconds(60),
    deregistrationDelay: props.deregistrationDelay ?? Duration.seconds(30),
  };
}

/** What each target group of a service is. */
export function targetGroupProps(props: WebServiceProps, timing: HealthCheckTiming): elbv2.ApplicationTargetGroupProps {
  return {
    vpc: props.cluster.cluster.vpc,
    // That of the application even where a proxy stands before it: with another one the target group would be replaced by one that
    // has no task yet.
    port: props.port,
    protocol: elbv2.ApplicationProtocol.HTTP,
    targetType: elbv2.TargetType.IP,
    // Requests take unequal time: the task with the fewest open ones is the freest.
    loadBalancingAlgorithmType: elbv2.TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS,
    deregistrationDelay: timing.deregistrationDelay,
    healthCheck: {
      path: props.healthCheckPath ?? '/',
      healthyHttpCodes: '200-299',
      interval: timing.interval,
      timeout: timing.timeout,
      unhealthyThresholdCount: timing.failures,
      healthyThresholdCount: 2,
    },
  };
}

/** Which requests a service answers. */
export function routeConditions({ hosts, paths }: WebServiceProps): elbv2.ListenerCondition[] {
  const conditions = [
    ...(hosts ? [elbv2.ListenerCondition.hostHeaders(hosts)] : []),
    ...(paths ? [elbv2.ListenerCondition.pathPatterns(paths)] : []),
  ];
  return conditions.length > 0 ? conditions : [elbv2.ListenerCondition.pathPatterns(['/*'])];
}
