import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UNKNOWN_REGION } from '../../../lib/growth/baseline';
import { isObject } from '../../../lib/growth/engine/spec';
import type { StackTemplate } from '../../../lib/growth/verdict';
import { templatesOf } from '../../growth/side';
import { readAssembly } from '../../review/model/assembly';
import { UserError } from '../../support/command-line';
import type { DeployedService } from '../model';
import { brokenModels, type MetricModels } from './metric-models';
import { Problems } from '../problems';
import { Resources } from './resources';
import { readResources } from './services';

export type { MetricModels } from './metric-models';

/** How templates are read. */
export interface ReadOptions {
  /** What metrics measure that are not known, by `Namespace/MetricName`. */
  readonly metricModels?: MetricModels;
}

/** Reads the services of a synthesized assembly, or of a folder of templates in JSON. */
export function readServices(folder: string, options: ReadOptions = {}): DeployedService[] {
  return servicesIn(stacksIn(folder), options);
}

/** Reads the services of templates, given by the names of their stacks. */
export function servicesOf(templates: Readonly<Record<string, object>>, options: ReadOptions = {}): DeployedService[] {
  const stacks = Object.entries(templates).map(([stackName, template]) => stack(stackName, template));
  return servicesIn(stacks, options);
}

function servicesIn(stacks: readonly StackTemplate[], { metricModels = {} }: ReadOptions): DeployedService[] {
  const problems = new Problems();
  const broken = brokenModels(metricModels);
  broken.forEach((problem) => problems.add(problem));
  const services = readResources(new Resources(stacks), broken.length > 0 ? {} : metricModels, problems);
  problems.throwAll();
  return services;
}

function stacksIn(folder: string): StackTemplate[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new UserError(`there is no folder ${folder}; run \`npx cdk synth --quiet\` first, or name another folder`);
  }
  if (existsSync(join(folder, 'manifest.json'))) return templatesOf(readAssembly(folder));
  const stacks = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => {
      const template = readJson(join(folder, file));
      return isObject(template) && isObject(template.Resources) ? [stack(nameOf(file), template)] : [];
    });
  if (stacks.length === 0) throw new UserError(`${folder} holds no template in JSON; name the folder of cdk synth`);
  return stacks;
}

function nameOf(file: string): string {
  return basename(file).replace(/(\.template)?\.json$/, '');
}

function stack(stackName: string, template: object): StackTemplate {
  return { stackName, region: UNKNOWN_REGION, template: template };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    throw new UserError(`${path} cannot be read as JSON: ${(error as Error).message}`);
  }
}
