import { LoadEnvironment, type LoadSubject } from '../../lib/contract/load-metric';

/** What an environment says of the task that is measured. */
export interface MeasuredTask extends LoadSubject {
  readonly healthCheckPath?: string;
  readonly healthCheckSeconds?: number;
}

/** Variables of an environment. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Reads what is measured from the environment, or says what of it is missing. */
export function measuredTask(environment: Variables): { task: MeasuredTask } | { problems: string[] } {
  const deployment = environment[LoadEnvironment.DEPLOYMENT];
  const service = environment[LoadEnvironment.SERVICE];
  const ratedRequestsPerSecond = Number(environment[LoadEnvironment.RATED_REQUESTS]);
  const seconds = Number(environment[LoadEnvironment.HEALTH_CHECK_SECONDS]);
  if (deployment && service && isPositive(ratedRequestsPerSecond)) {
    return {
      task: {
        deployment,
        service,
        ratedRequestsPerSecond,
        healthCheckPath: environment[LoadEnvironment.HEALTH_CHECK_PATH],
        healthCheckSeconds: isPositive(seconds) ? seconds : undefined,
      },
    };
  }
  const rated = environment[LoadEnvironment.RATED_REQUESTS];
  return {
    problems: [
      ...(deployment ? [] : [`${LoadEnvironment.DEPLOYMENT} must be set, got nothing`]),
      ...(service ? [] : [`${LoadEnvironment.SERVICE} must be set, got nothing`]),
      ...(isPositive(ratedRequestsPerSecond)
        ? []
        : [`${LoadEnvironment.RATED_REQUESTS} must be a number above 0, got ${rated ?? 'nothing'}`]),
    ],
  };
}

function isPositive(value: number): boolean {
  return value > 0 && value < Infinity;
}
