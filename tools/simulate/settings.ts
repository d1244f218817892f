import { existsSync, readFileSync } from 'node:fs';
import type { SimulateOptions } from './command';
import { conditionsOf } from './conditions';
import { WEB, WORKER } from './defaults';
import type { Application, Conditions, DeployedService, ServiceKind, Trace } from './model';
import { Problems } from './problems';
import { readServices, type MetricModels } from './template';
import { traceOfFile } from './trace-file';
import { trace, traceNames } from './traces';

/** What a command asks for, checked. */
export interface Settings {
  readonly services: readonly DeployedService[];
  readonly trace: Trace;
  readonly seed: number;
  readonly application: Application;
  readonly conditions: Conditions;
}

/** Reads what was said on the command line, and refuses, all at once, what is wrong with it. */
export function settingsOf(options: SimulateOptions): Settings {
  const problems = new Problems();
  const seed = numberOf('--seed', options.seed, 0, problems) ?? 1;
  if (!Number.isInteger(seed)) problems.add(`--seed must be a whole number, got "${options.seed}"; write it as 1`);
  const traffic = traceOf(options, seed, problems);
  const conditions = conditionsOf(options.conditions ?? [], problems);
  const application = applicationOf(options, traffic?.kind ?? 'web', problems);
  const services = servicesOf(options, traffic, problems);
  problems.throwAll();
  if (!traffic) throw new Error('a trace was not checked');
  return { services, trace: traffic, seed, application, conditions };
}

function traceOf(options: SimulateOptions, seed: number, problems: Problems): Trace | undefined {
  const { trace: name = '', kind = 'web' } = options;
  const base = numberOf('--base', options.base, Number.MIN_VALUE, problems);
  const scale = numberOf('--scale', options.scale, Number.MIN_VALUE, problems);
  const isNamed = traceNames().includes(name);
  const isFile = !isNamed && name !== '' && existsSync(name);
  if (!isNamed && !isFile) {
    problems.add(
      `--trace must be a file, or one of ${traceNames().join(', ')}, got "${name}"; see what they are with --traces`,
    );
  }
  if (kind !== 'web' && kind !== 'worker') problems.add(`--kind must be one of web, worker, got "${kind}"`);
  if (isNamed && options.kind !== undefined) problems.add(`--kind must only stand with a file, got it with ${name}`);
  if (scale !== undefined && (isNamed || base !== undefined)) {
    problems.add('--scale must only stand with a file and without --base, got both; take --base');
  }
  if (isNamed) return trace(name, { seed, base });
  const ofFile = { kind: kind === 'worker' ? ('worker' as const) : ('web' as const), seed, base, scale };
  return isFile ? problems.attempt(() => traceOfFile(name, ofFile)) : undefined;
}

function applicationOf(options: SimulateOptions, kind: ServiceKind, problems: Problems): Application {
  const usual = kind === 'web' ? WEB : WORKER;
  const positive = (flag: string, given: string | undefined) => numberOf(flag, given, Number.MIN_VALUE, problems);
  const [milliseconds, seconds] = [
    positive('--slo-ms', options.sloMs),
    positive('--objective-seconds', options.objectiveSeconds),
  ];
  if (kind === 'web' && seconds !== undefined) {
    problems.add('--objective-seconds must only stand with messages, got it with requests; take --slo-ms');
  }
  if (kind === 'worker' && milliseconds !== undefined) {
    problems.add('--slo-ms must only stand with requests, got it with messages; take --objective-seconds');
  }
  const objectiveSeconds = kind === 'web' ? (milliseconds ?? 1000 * usual.objectiveSeconds) / 1000 : (seconds ?? 60);
  if (objectiveSeconds <= usual.serviceSeconds) {
    problems.add(
      `the objective must be longer than ${usual.serviceSeconds} s, which an answer takes at least, got ${objectiveSeconds} s`,
    );
  }
  return {
    ...usual,
    ratedCapacity: positive('--rated-capacity', options.ratedCapacity) ?? usual.ratedCapacity,
    objectiveSeconds,
    sheds: options.sheds ?? false,
  };
}

function servicesOf(options: SimulateOptions, traffic: Trace | undefined, problems: Problems): DeployedService[] {
  const { template, service: name } = options;
  const metricModels = problems.attempt(() => modelsOf(options.metricModels, problems));
  if (template === undefined) {
    problems.add('--template must name the folder that cdk synth writes, got nothing; say --template cdk.out');
    return [];
  }
  const all = problems.attempt(() => readServices(template, { metricModels }));
  if (!all || !traffic) return [];
  const found = all.filter((service) => service.kind === traffic.kind && (name === undefined || service.name === name));
  if (found.length === 0) {
    const known = all.map((service) => `${service.name} (${service.kind})`).join(', ') || 'none';
    const wanted = name === undefined ? `a ${traffic.kind} service` : `the ${traffic.kind} service ${name}`;
    problems.add(`${template} must hold ${wanted}, got ${known}; name another trace, folder or --service`);
  }
  return found;
}

function modelsOf(file: string | undefined, problems: Problems): MetricModels | undefined {
  if (file === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as MetricModels;
  } catch (error) {
    problems.add(`--metric-models must be a file of JSON, got ${file}: ${(error as Error).message}`);
    return undefined;
  }
}

function numberOf(flag: string, given: string | undefined, least: number, problems: Problems): number | undefined {
  if (given === undefined) return undefined;
  const number = given.trim() === '' ? Number.NaN : Number(given);
  if (Number.isFinite(number) && number >= least) return number;
  const rule = least > 0 ? 'a number above 0' : `a number of at least ${least}`;
  problems.add(`${flag} must be ${rule}, got "${given}"; write it as ${flag} 1`);
  return undefined;
}
