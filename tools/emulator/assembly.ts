import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A resource as a template defines it. */
export interface TemplateResource {
  readonly stack: string;
  readonly region: string;
  readonly logicalId: string;
  readonly type: string;
  /** Path of its construct, without the `Resource` or `Default` that it ends in. */
  readonly path: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly deletionPolicy: string;
}

/** A stack of a cloud assembly. */
export interface AssemblyStack {
  readonly name: string;
  /** Path of its construct, by which the CLI selects it. */
  readonly displayName: string;
  readonly region: string;
  readonly terminationProtection: boolean;
  readonly file: string;
  readonly resources: readonly TemplateResource[];
}

interface Manifest {
  readonly artifacts: Readonly<Record<string, Artifact>>;
}

interface Artifact {
  readonly type: string;
  readonly environment: string;
  readonly displayName: string;
  readonly properties: {
    readonly templateFile: string;
    readonly stackName: string;
    readonly terminationProtection?: boolean;
  };
}

interface Template {
  readonly Resources: Readonly<Record<string, Definition>>;
}

interface Definition {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly Metadata?: { readonly 'aws:cdk:path'?: string };
}

/** The stacks of a cloud assembly, in the order of its manifest. */
export function stacksOf(folder: string): AssemblyStack[] {
  const { artifacts } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  return Object.values(artifacts)
    .filter(({ type }) => type === 'aws:cloudformation:stack')
    .map(({ environment, displayName, properties }) => {
      const region = environment.split('/').pop() ?? '';
      const file = join(folder, properties.templateFile);
      const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as Template;
      const place = { stack: properties.stackName, region };
      return {
        name: properties.stackName,
        displayName,
        region,
        terminationProtection: properties.terminationProtection ?? false,
        file,
        resources: Object.entries(Resources).map(([logicalId, definition]) => resourceOf(place, logicalId, definition)),
      };
    });
}

function resourceOf(
  place: { stack: string; region: string },
  logicalId: string,
  definition: Definition,
): TemplateResource {
  const path = definition.Metadata?.['aws:cdk:path'] ?? `${place.stack}/${logicalId}`;
  return {
    ...place,
    logicalId,
    type: definition.Type,
    path: path.replace(/\/(Resource|Default)$/, ''),
    properties: definition.Properties ?? {},
    deletionPolicy: definition.DeletionPolicy ?? 'Delete',
  };
}
