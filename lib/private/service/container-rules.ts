import { Duration, Size, SizeRoundingBehavior } from 'aws-cdk-lib';
import { Environment } from '../../contract/environment';
import { Capacity } from '../../service/capacity';
import type { ServiceProps } from '../../service/service-props';
import { TaskSize } from '../../service/task-size';
import { nameRule } from '../names';
import { matches, refuse, shown, trueOrFalse, type Rule } from '../validate';

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]+$/;
/** A user that is not root, by number or by name, and a group. */
const NOT_ROOT = /^(?!(?:0+|root)(?::|$))[a-z0-9_][a-z0-9_-]*(?::[a-z0-9_][a-z0-9_-]*)?$/;

/** Variables that every service is given. */
const OF_EVERY_SERVICE: readonly string[] = [
  Environment.DEPLOYMENT,
  Environment.SERVICE,
  Environment.REGION_ROLE,
  Environment.TOPOLOGY_PATH,
];

/** Where the defaults of a service are written down once. */
export const DEFAULTS = {
  size: TaskSize.SMALL,
  capacity: Capacity.onDemand(),
  user: '1000:1000',
  tmpSize: Size.mebibytes(64),
  stopTimeout: Duration.seconds(60),
};

/** Refuses what no container could run with. */
export function serviceRules(props: ServiceProps, serviceName: string, minTasks: number, maxTasks: number): Rule[] {
  const size = props.size ?? DEFAULTS.size;
  return [
    nameRule(serviceName, 'serviceName'),
    size instanceof TaskSize ? size._rule() : `size must be a TaskSize, got ${shown(size)}; use TaskSize.SMALL`,
    ...capacityRules(props.capacity ?? DEFAULTS.capacity, minTasks, maxTasks),
    matches(
      'user',
      props.user,
      NOT_ROOT,
      'be a uid, a uid:gid or names of them, and not root',
      'use the user that the image was built for, or leave it out for 1000:1000',
    ),
    tmpSizeRule(props.tmpSize, size),
    stopTimeoutRule(props.stopTimeout),
    trueOrFalse('remoteShell', props.remoteShell),
    ...environmentRules(props),
  ];
}

function capacityRules(capacity: Capacity, minTasks: number, maxTasks: number): Rule[] {
  if (capacity instanceof Capacity) return capacity._rules(minTasks, maxTasks);
  return [`capacity must be a Capacity, got ${shown(capacity)}; use Capacity.onDemand()`];
}

function environmentRules({ environment = {}, secrets = {} }: ServiceProps): Rule[] {
  const names = Object.keys({ ...environment, ...secrets });
  return [
    ...names.map((name) => variableRule(name)),
    ...names
      .filter((name) => OF_EVERY_SERVICE.includes(name))
      .map(
        (name) => `environment and secrets must not hold ${name}, got it; every service has it already, rename yours`,
      ),
    ...Object.entries(environment).map(([name, value]) =>
      refuse(typeof value !== 'string', `environment.${name} must be a string, got ${shown(value)}; put it in quotes`),
    ),
    ...Object.keys(environment)
      .filter((name) => name in secrets)
      .map((name) => `secrets must not repeat a variable of environment, got ${name} in both; remove one`),
  ];
}

/** Refuses names that a shell, or a rule of CloudFormation, would not accept. */
export function variableRule(name: string): Rule {
  return matches(
    'name of a variable',
    name,
    VARIABLE,
    'be letters, digits and underscores, at least two and not starting with a digit',
    'rename it',
  );
}

function tmpSizeRule(tmpSize: Size | undefined, size: TaskSize): Rule {
  if (tmpSize === undefined || tmpSize.isUnresolved()) return undefined;
  const mebibytes = tmpSize.toMebibytes({ rounding: SizeRoundingBehavior.NONE });
  return refuse(
    !Number.isInteger(mebibytes) || mebibytes < 1 || mebibytes > size.memoryMiB / 2,
    `tmpSize must be whole MiB between 1 and half of the memory, got ${mebibytes} of ${size.memoryMiB} MiB; it is memory of the task, so choose a larger size`,
  );
}

function stopTimeoutRule(stopTimeout: Duration | undefined): Rule {
  if (stopTimeout === undefined || stopTimeout.isUnresolved()) return undefined;
  const seconds = stopTimeout.toSeconds({ integral: false });
  return refuse(
    !Number.isInteger(seconds) || seconds < 1 || seconds > 120,
    `stopTimeout must be a whole number of seconds between 1 and 120, got ${seconds} seconds; Fargate kills a container after 120 seconds`,
  );
}
