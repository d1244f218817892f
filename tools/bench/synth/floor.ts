import { App, CfnResource, Stack, Token, type IResolvable } from 'aws-cdk-lib';
import { CfnParser } from 'aws-cdk-lib/core/lib/helpers-internal';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Assembly, ResourceDefinition, StackDefinition } from './assembly';
import { intrinsicCode, isIntrinsic } from './intrinsics';

/**
 * Writes an app that makes the very same stacks out of L1s alone: what somebody would write who knows every property already and
 * needs nothing but the constructors. Nothing can be faster and still use CDK, so it is what a library is measured by.
 */
export function floorApp(assembly: Assembly): string {
  const modules = new Map<string, string>();
  const stacks = assembly.stacks.map((stack, index) => stackCode(stack, index, assembly, modules));
  return [
    `const { App, Aws, CfnOutput, CfnResource, Fn, Stack, Token } = require('aws-cdk-lib');`,
    `const { Asset } = require('aws-cdk-lib/aws-s3-assets');`,
    ...[...modules].map(([name, variable]) => `const ${variable} = require('${name}');`),
    '',
    ...stacks,
    'exports.build = () => {',
    '  const app = new App();',
    '  const stacks = {};',
    ...assembly.stacks.map(({ id }, index) => `  stacks[${JSON.stringify(id)}] = stack${index}(app, stacks);`),
    '  return app;',
    '};',
    '',
  ].join('\n');
}

function stackCode(stack: StackDefinition, index: number, assembly: Assembly, modules: Map<string, string>): string {
  const props = toCode(stack.props);
  const ids = inOrder(stack.template.Resources);
  return [
    `function stack${index}(app, stacks) {`,
    `  const stack = new Stack(app, ${JSON.stringify(stack.id)}, ${props});`,
    ...stack.dependencies.map((id) => `  stack.addStackDependency(stacks[${JSON.stringify(id)}]);`),
    '  const r = {};',
    ...ids.map((id) => resourceCode(id, stack.template.Resources[id] ?? { Type: '' }, assembly, modules)),
    ...Object.entries(stack.template.Outputs ?? {}).map(
      ([id, { Value, Description, Export }]) =>
        `  new CfnOutput(stack, ${JSON.stringify(`Output${id}`)}, ${toCode(marked({ value: Value, description: Description, exportName: Export?.Name }))}).overrideLogicalId(${JSON.stringify(id)});`,
    ),
    '  return stack;',
    '}',
    '',
  ].join('\n');
}

function resourceCode(
  id: string,
  resource: ResourceDefinition,
  assembly: Assembly,
  modules: Map<string, string>,
): string {
  const name = JSON.stringify(id);
  const [module, className] = classOf(resource.Type);
  const variable = module && (modules.get(module) ?? `m${modules.size}`);
  if (module && variable) modules.set(module, variable);
  const asset = assetOf(resource, assembly);
  const properties = asset === undefined ? (resource.Properties ?? {}) : withAsset(resource, `r.${id}Asset`);
  const creation =
    module === undefined
      ? `new CfnResource(stack, ${name}, { type: ${JSON.stringify(resource.Type)}, properties: ${toCode(marked(properties))} })`
      : `new ${variable}.${className}(stack, ${name}, ${toCode(typed(module, className, { ...resource, Properties: properties }))})`;
  const options = Object.entries({
    deletionPolicy: resource.DeletionPolicy,
    updateReplacePolicy: resource.UpdateReplacePolicy,
    updatePolicy: resource.UpdatePolicy,
    creationPolicy: resource.CreationPolicy,
  }).filter(([, value]) => value !== undefined);
  return [
    ...(asset === undefined
      ? []
      : [`  r.${id}Asset = new Asset(stack, '${id}Asset', { path: ${JSON.stringify(asset)} });`]),
    `  r.${id} = ${creation};`,
    ...options.map(([option, value]) => `  r.${id}.cfnOptions.${option} = ${JSON.stringify(camelCased(value))};`),
    ...[resource.DependsOn ?? []].flat().map((other) => `  r.${id}.addResourceDependency(r.${other});`),
  ].join('\n');
}

/** Policies of a resource are typed in CDK, and so in camel case; their values are plain. */
function camelCased(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.charAt(0).toLowerCase() + key.slice(1), camelCased(item)]),
  );
}

const load = createRequire(__filename);

/** The L1 of each type, by module and name: the list that CDK's own cloudformation-include goes by. */
const CLASSES = JSON.parse(
  readFileSync(
    join(dirname(load.resolve('aws-cdk-lib/package.json')), 'cloudformation-include', 'cfn-types-2-classes.json'),
    'utf8',
  ),
) as Readonly<Record<string, string>>;

function classOf(type: string): [string | undefined, string] {
  const name = CLASSES[type];
  if (name === undefined) return [undefined, ''];
  const dot = name.lastIndexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}

/** Code in the place of a value. Resolves to itself, so that it survives CDK's own conversion of properties. */
class Code implements IResolvable {
  public readonly creationStack: string[] = [];
  constructor(public readonly code: string) {}
  public resolve(): unknown {
    return { [CODE]: this.code };
  }
  public toString(): string {
    return Token.asString(this);
  }
}

const CODE = '$code';

/** The properties as the constructor of the L1 takes them, by CDK's own conversion from CloudFormation. */
function typed(module: string, className: string, resource: ResourceDefinition): unknown {
  type Class = { _fromCloudFormation: (scope: Stack, id: string, attributes: object, options: object) => CfnResource };
  const l1 = (load(module) as Record<string, Class>)[className];
  const stack = new Stack(new App({ analyticsReporting: false }), 'Stack');
  const parser = new CfnParser({
    parameters: {},
    finder: {
      findResource: () => undefined,
      findRefTarget: () => undefined,
      findCondition: () => undefined,
      findMapping: () => undefined,
    },
  });
  const instance = l1?._fromCloudFormation(
    stack,
    'Resource',
    { Properties: marked(resource.Properties ?? {}) as object },
    { parser },
  );
  return stack.resolve((instance as unknown as { readonly cfnProperties: unknown }).cfnProperties);
}

/** A value whose intrinsic functions have become code. */
function marked(value: unknown): unknown {
  if (value instanceof Code || typeof value !== 'object' || value === null) return value;
  if (isIntrinsic(value)) return new Code(intrinsicCode(value, (item) => toCode(marked(item))));
  if (Array.isArray(value)) return value.map(marked);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, marked(item)]));
}

/** Folder with the code of a function: an L1 needs an asset for it, too. */
function assetOf({ Properties }: ResourceDefinition, assembly: Assembly): string | undefined {
  const code = Properties?.Code as { readonly S3Key?: string } | undefined;
  return assembly.assets.get(code?.S3Key ?? '');
}

function withAsset({ Properties }: ResourceDefinition, variable: string): Readonly<Record<string, unknown>> {
  const code = { S3Bucket: new Code(`${variable}.s3BucketName`), S3Key: new Code(`${variable}.s3ObjectKey`) };
  return { ...Properties, Code: code };
}

function toCode(value: unknown): string {
  if (value instanceof Code) return value.code;
  if (Array.isArray(value)) return `[${value.map(toCode).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return value === undefined ? 'undefined' : JSON.stringify(value);
  if (CODE in value) return String(value[CODE]);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{ ${entries.map(([key, item]) => `${JSON.stringify(key)}: ${toCode(item)}`).join(', ')} }`;
}

/** Logical ids such that everything comes after what it refers to. */
function inOrder(resources: Readonly<Record<string, ResourceDefinition>>): string[] {
  const done = new Set<string>();
  const visit = (id: string): void => {
    const resource = resources[id];
    if (!resource || done.has(id)) return;
    done.add(id);
    references(resource.Properties).forEach(visit);
    [resource.DependsOn ?? []].flat().forEach(visit);
    order.push(id);
  };
  const order: string[] = [];
  Object.keys(resources).forEach(visit);
  return order;
}

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(references);
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => {
    if (key === 'Ref') return [String(item)];
    if (key === 'Fn::GetAtt') return [String((item as string[])[0])];
    if (key === 'Fn::Sub') return [...JSON.stringify(item).matchAll(/\$\{(\w+)/g)].map(([, id = '']) => id);
    return references(item);
  });
}
