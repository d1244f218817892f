import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

export interface ResourceDefinition {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly UpdatePolicy?: unknown;
  readonly CreationPolicy?: unknown;
}

export interface TemplateDocument {
  readonly Resources: Readonly<Record<string, ResourceDefinition>>;
  readonly Outputs?: Readonly<
    Record<
      string,
      { readonly Value: unknown; readonly Description?: string; readonly Export?: { readonly Name: unknown } }
    >
  >;
}

export interface StackDefinition {
  readonly id: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** Ids of the stacks that have to be deployed before. */
  readonly dependencies: readonly string[];
  readonly template: TemplateDocument;
}

/** What an app was synthesized into. */
export interface Assembly {
  /** Each after those that it depends on. */
  readonly stacks: readonly StackDefinition[];
  /** Folders of code by the name of their object, such as `<hash>.zip`. */
  readonly assets: ReadonlyMap<string, string>;
}

interface Manifest {
  readonly artifacts: Readonly<
    Record<
      string,
      {
        readonly type: string;
        readonly environment?: string;
        readonly dependencies?: readonly string[];
        readonly displayName?: string;
        readonly properties?: {
          readonly templateFile: string;
          readonly stackName?: string;
          readonly terminationProtection?: boolean;
        };
      }
    >
  >;
}

/** Reads a cloud assembly. */
export function readAssembly(folder: string): Assembly {
  const manifest = readJson<Manifest>(join(folder, 'manifest.json'));
  const stacks = Object.entries(manifest.artifacts).flatMap(
    ([artifact, { type, environment, dependencies, displayName, properties }]) => {
      if (type !== 'aws:cloudformation:stack' || !properties) return [];
      const [account, region] = (environment ?? '').replace('aws://', '').split('/');
      const template = readJson<TemplateDocument & { readonly Description?: string }>(
        join(folder, properties.templateFile),
      );
      const stack = {
        // One id, not a path: the floor has no constructs between app and stack.
        id: artifact,
        props: {
          stackName: properties.stackName ?? displayName,
          description: template.Description,
          env: {
            account: account === 'unknown-account' ? undefined : account,
            region: region === 'unknown-region' ? undefined : region,
          },
          terminationProtection: properties.terminationProtection,
          analyticsReporting: false,
        },
        dependencies: (dependencies ?? []).filter((other) => manifest.artifacts[other]?.type === type),
        template,
      };
      return [stack];
    },
  );
  return { stacks: inOrder(stacks), assets: assetsIn(folder) };
}

function inOrder(stacks: readonly StackDefinition[]): StackDefinition[] {
  const order = new Set<StackDefinition>();
  const visit = (stack: StackDefinition): void => {
    stacks.filter(({ id }) => stack.dependencies.includes(id)).forEach(visit);
    order.add(stack);
  };
  stacks.forEach(visit);
  return [...order];
}

interface AssetManifest {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path: string; readonly packaging: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
}

function assetsIn(folder: string): ReadonlyMap<string, string> {
  const manifests = readdirSync(folder).filter((file) => file.endsWith('.assets.json'));
  const files = manifests.flatMap((file) => Object.values(readJson<AssetManifest>(join(folder, file)).files));
  return new Map(
    files
      .filter(({ source }) => source.packaging === 'zip')
      .flatMap(({ source, destinations }) =>
        Object.values(destinations).map(({ objectKey }): [string, string] => [objectKey, join(folder, source.path)]),
      ),
  );
}

/** Number of resources. */
export function countResources({ stacks }: Assembly): number {
  return stacks.reduce((sum, { template }) => sum + Object.keys(template.Resources).length, 0);
}

/** Where two assemblies differ in their resources and outputs, metadata aside: it holds paths of constructs. */
export function differences(one: Assembly, other: Assembly): string[] {
  return one.stacks.flatMap((stack) => {
    const twin = other.stacks.find(({ props }) => props.stackName === stack.props.stackName);
    if (!twin) return [`${stack.id} is missing`];
    return (['Resources', 'Outputs'] as const).flatMap((section) => {
      const [mine, theirs] = [plain(stack.template[section]), plain(twin.template[section])];
      return [...new Set([...Object.keys(mine), ...Object.keys(theirs)])]
        .filter((id) => !isDeepStrictEqual(mine[id], theirs[id]))
        .map((id) => `${stack.id}: ${id}\n  ${JSON.stringify(mine[id])}\n  ${JSON.stringify(theirs[id])}`);
    });
  });
}

function plain(section: Readonly<Record<string, object>> | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(section ?? {}).map(([id, definition]) => {
      const { DependsOn, ...others } = definition as ResourceDefinition;
      return [id, { ...others, DependsOn: [DependsOn ?? []].flat().sort(), Metadata: undefined }];
    }),
  );
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
