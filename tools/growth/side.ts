import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudFormationApi } from './cloudformation';
import { deployedStacks } from './deployed';
import type { PlanSide } from './plan';
import { synthesizeStage } from './stage-synthesis';
import { readAssembly, type Stack } from '../review/model/assembly';
import { Model } from '../review/model/model';
import { UserError } from '../support/command-line';
import { UNKNOWN_REGION } from '../../lib/growth/baseline';
import type { StackTemplate, Template } from '../../lib/growth/verdict';

/** One side of a comparison: the stacks, and how they are called. */
export interface Side {
  readonly name: string;
  readonly kind: PlanSide['kind'];
  readonly stacks: readonly Stack[];
  readonly model: Model;
}

/** What reads sides needs. */
export interface SideOptions {
  /** Context for the app, besides its stage. */
  readonly context: Readonly<Record<string, string>>;
  /** What one side has over that, such as more regions. */
  readonly own?: { readonly from?: Readonly<Record<string, string>>; readonly to?: Readonly<Record<string, string>> };
  /** A folder for what is synthesized. */
  readonly folder: string;
  readonly cloudFormation: () => Promise<CloudFormationApi>;
}

/** The word for what is deployed. */
export const DEPLOYED = 'deployed';

/** Reads both sides of a comparison: folders of assemblies, stages of the app in this folder, or what is deployed. */
export async function readSides(from: string, to: string, options: SideOptions): Promise<[Side, Side]> {
  if (from === DEPLOYED && to === DEPLOYED) {
    throw new UserError(`only one side must be ${DEPLOYED}, got both; name a folder or a stage for the other`);
  }
  if (from === DEPLOYED) {
    const other = await readSide('to', to, options);
    return [await deployedSide(other, options), other];
  }
  if (to === DEPLOYED) {
    const other = await readSide('from', from, options);
    return [other, await deployedSide(other, options)];
  }
  return Promise.all([readSide('from', from, options), readSide('to', to, options)]);
}

/** Stacks as the judge wants them. */
export function templatesOf(stacks: readonly Stack[]): StackTemplate[] {
  return stacks.map((stack) => ({
    stackName: stack.name,
    region: stack.region ?? UNKNOWN_REGION,
    account: stack.account,
    terminationProtection: stack.terminationProtection,
    template: withPaths(stack),
  }));
}

async function readSide(which: 'from' | 'to', name: string, { context, own, folder }: SideOptions): Promise<Side> {
  if (existsSync(name) && statSync(name).isDirectory()) return side(name, 'assembly', readAssembly(name));
  if (!/^[A-Za-z][\w-]*$/.test(name)) {
    throw new UserError(
      `a side must be the folder of an assembly, a stage of the app, or ${DEPLOYED}, got ${JSON.stringify(name)}; there is no such folder`,
    );
  }
  const output = join(folder, which);
  await synthesizeStage(name, { ...context, ...own?.[which] }, output);
  return side(name, 'stage', readAssembly(output));
}

async function deployedSide(other: Side, { cloudFormation }: SideOptions): Promise<Side> {
  return side(DEPLOYED, 'deployed', await deployedStacks(await cloudFormation(), other.stacks));
}

function side(name: string, kind: Side['kind'], stacks: readonly Stack[]): Side {
  return { name, kind, stacks, model: new Model(stacks) };
}

/** Templates that were synthesized without paths get those of the manifest. */
function withPaths({ template, paths }: Stack): Template {
  if (!paths) return template as Template;
  const resources = Object.entries(template.Resources ?? {}).map(([logicalId, resource]): [string, object] => [
    logicalId,
    { ...resource, Metadata: { 'aws:cdk:path': paths.get(logicalId), ...resource.Metadata } },
  ]);
  return { ...template, Resources: Object.fromEntries(resources) } as Template;
}
