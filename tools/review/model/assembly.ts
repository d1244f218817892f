import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { word } from './json';
import type { ResourceDefinition } from '../../support/template';

/** A template, as far as a review reads it. */
export interface TemplateDocument {
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources?: Readonly<Record<string, ResourceDefinition>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value?: unknown; readonly Export?: { readonly Name?: unknown } }>
  >;
}

/** Why a finding of a rule stays: given in the app beside the construct. */
export interface Acknowledgement {
  readonly path: string;
  readonly rule: string;
  readonly reason: string;
}

/** A stack of an assembly; a nested stack knows the resource that makes it. */
export interface Stack {
  readonly name: string;
  readonly path: string;
  readonly region?: string;
  readonly account?: string;
  /** Names of the stacks that have to be deployed before this one. */
  readonly dependsOn?: readonly string[];
  readonly terminationProtection: boolean;
  /** Where the CDK uploads the template to: `s3://bucket/key`, with the account and the region as placeholders. */
  readonly templateLocation?: string;
  readonly template: TemplateDocument;
  readonly acknowledgements: readonly Acknowledgement[];
  /** The paths of resources by logical id, for templates without them. */
  readonly paths?: ReadonlyMap<string, string>;
  readonly parent?: { readonly stack: string; readonly logicalId: string };
}

/** Says what is wrong with a folder; shows no stack, because the mistake is in the command. */
export class AssemblyError extends Error {
  public override readonly name = 'AssemblyError';
}

interface Artifact {
  readonly type: string;
  readonly displayName?: string;
  readonly dependencies?: readonly string[];
  readonly environment?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly metadata?: Metadata;
  readonly additionalMetadataFile?: string;
}

type Metadata = Readonly<Record<string, readonly { readonly type: string; readonly data?: unknown }[]>>;

/** Every stack of a synthesized assembly, those of stages and nested stacks included, in the order of the manifest. */
export function readAssembly(folder: string): Stack[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new AssemblyError(
      `there is no folder ${folder}; run \`npx cdk synth --quiet\` first, or name another folder`,
    );
  }
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) {
    throw new AssemblyError(`${folder} holds no manifest.json; name the folder that \`cdk synth\` writes, cdk.out`);
  }
  const { artifacts = {} } = readJson<{ artifacts?: Record<string, Artifact> }>(manifest);
  return Object.entries(artifacts).flatMap(([id, artifact]) => {
    if (artifact.type === 'cdk:cloud-assembly') {
      return readAssembly(join(folder, String(artifact.properties?.directoryName)));
    }
    return artifact.type === 'aws:cloudformation:stack' ? readStack(folder, id, artifacts) : [];
  });
}

function readStack(folder: string, id: string, artifacts: Readonly<Record<string, Artifact>>): Stack[] {
  const artifact = artifacts[id];
  const properties = artifact.properties ?? {};
  const [account, region] = artifact.environment?.split('/').slice(-2) ?? [];
  const metadata: Metadata = {
    ...artifact.metadata,
    ...(artifact.additionalMetadataFile ? readJson<Metadata>(join(folder, artifact.additionalMetadataFile)) : {}),
  };
  const stack: Stack = {
    name: stackName(id, artifact),
    path: artifact.displayName?.split(' ')[0] ?? id,
    region: region === 'unknown-region' ? undefined : region,
    account: account === 'unknown-account' ? undefined : account,
    dependsOn: (artifact.dependencies ?? [])
      .filter((other) => artifacts[other]?.type === 'aws:cloudformation:stack')
      .map((other) => stackName(other, artifacts[other])),
    terminationProtection: properties.terminationProtection === true,
    templateLocation: properties.stackTemplateAssetObjectUrl as string | undefined,
    template: readJson<TemplateDocument>(join(folder, String(properties.templateFile))),
    acknowledgements: acknowledgementsIn(metadata),
    paths: pathsIn(metadata),
  };
  return [stack, ...nestedStacks(folder, stack)];
}

function stackName(id: string, { properties }: Artifact): string {
  return word(properties?.stackName, id);
}

function nestedStacks(folder: string, parent: Stack): Stack[] {
  return Object.entries(parent.template.Resources ?? {}).flatMap(([logicalId, { Type, Metadata }]) => {
    const file = Metadata?.['aws:asset:path'];
    if (Type !== 'AWS::CloudFormation::Stack' || typeof file !== 'string') return [];
    const path = word(Metadata?.['aws:cdk:path'], `${parent.path}/${logicalId}`);
    const nested: Stack = {
      ...parent,
      name: `${parent.name}/${logicalId}`,
      path: path.replace(/\.NestedStack\/.*$/, ''),
      template: readJson<TemplateDocument>(join(folder, file)),
      parent: { stack: parent.name, logicalId },
    };
    return [nested, ...nestedStacks(folder, nested)];
  });
}

function pathsIn(metadata: Metadata): Map<string, string> {
  return new Map(
    Object.entries(metadata).flatMap(([path, entries]) =>
      entries
        .filter(({ type }) => type === 'aws:cdk:logicalId')
        .map(({ data }): [string, string] => [word(data), path.replace(/^\//, '')]),
    ),
  );
}

function acknowledgementsIn(metadata: Metadata): Acknowledgement[] {
  return Object.entries(metadata).flatMap(([path, entries]) =>
    entries
      .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
      .flatMap(({ data }) =>
        Object.entries((data ?? {}) as Record<string, string>).map(([rule, reason]) => ({
          path: path.replace(/^\//, ''),
          rule,
          reason,
        })),
      ),
  );
}

function readJson<T>(path: string): T {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch (error) {
    throw new AssemblyError(
      `${path} cannot be read as JSON (${(error as Error).message.split('\n')[0]}); synthesize again`,
    );
  }
}
