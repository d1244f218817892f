import { readAssembly, type Acknowledgement, type Stack } from './assembly';
import { textsIn, word } from './json';
import { labelOf, physicalName } from './labels';
import { REFERENCE, resourceId, Values } from './values';

/** A resource of an assembly, its properties resolved across stacks. */
export interface Resource {
  readonly id: string;
  readonly logicalId: string;
  readonly stack: Stack;
  readonly type: string;
  /** The path of its construct. */
  readonly path: string;
  /** The path without the part that all stacks share and without what the type says anyway. */
  readonly label: string;
  readonly name?: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly deletionPolicy?: string;
  readonly updateReplacePolicy?: string;
  readonly acknowledgements: readonly Acknowledgement[];
}

/** Services whose name in an ARN is not the one in their types. */
const ARN_SERVICES: Readonly<Record<string, string>> = { es: 'opensearchservice', states: 'stepfunctions' };

/** All stacks of an assembly, and the wires between their resources. */
export class Model {
  /** Reads the folder that `cdk synth` writes. */
  public static read(folder: string): Model {
    return new Model(readAssembly(folder));
  }

  public readonly resources: readonly Resource[];
  private readonly byId: ReadonlyMap<string, Resource>;
  private readonly named: readonly Resource[];

  constructor(public readonly stacks: readonly Stack[]) {
    const values = new Values(stacks);
    const shared = sharedPrefix(stacks.map(({ path }) => path));
    this.resources = stacks.flatMap((stack) =>
      Object.keys(stack.template.Resources ?? {}).map((logicalId) => resourceOf(stack, logicalId, values, shared)),
    );
    this.byId = new Map(this.resources.map((resource) => [resource.id, resource]));
    this.named = this.resources.filter(({ name }) => name !== undefined);
  }

  /** The resources of some types. */
  public ofType(...types: readonly string[]): Resource[] {
    return this.resources.filter(({ type }) => types.includes(type));
  }

  /** The resources that a resolved value refers to: by reference, by ARN or by the URL of a queue. */
  public references(value: unknown): Resource[] {
    const found = new Set<Resource>();
    for (const text of textsIn(value)) {
      for (const [, id] of text.matchAll(REFERENCE)) {
        const resource = this.byId.get(id);
        if (resource) found.add(resource);
      }
      if (text.startsWith('arn:')) this.byArn(text).forEach((resource) => found.add(resource));
      if (/^https:\/\/sqs\./.test(text)) {
        this.byName(text.split('/').pop() ?? '', 'AWS::SQS::Queue').forEach((resource) => found.add(resource));
      }
    }
    return [...found];
  }

  /** The resources of some types that a value refers to, by physical name as well. */
  public wired(value: unknown, ...types: readonly string[]): Resource[] {
    const literal = textsIn(value).flatMap((text) => this.byName(text, ...types));
    return [...new Set([...this.references(value).filter(({ type }) => types.includes(type)), ...literal])];
  }

  /** The resources of some types with a physical name. */
  public byName(name: string, ...types: readonly string[]): Resource[] {
    return this.named.filter((resource) => resource.name === name && types.includes(resource.type));
  }

  /** The resources whose properties refer to a resource. */
  public usersOf(resource: Resource): Resource[] {
    this.users ??= this.indexUsers();
    return this.users.get(resource) ?? [];
  }

  /** A resolved value as a reader wants it: names or labels in place of references. */
  public show(value: unknown): string {
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
    return text.replace(REFERENCE, (_match, id: string) => {
      const resource = this.byId.get(id);
      return resource ? (resource.name ? this.show(resource.name) : resource.label) : (id.split('#').pop() ?? id);
    });
  }

  private users?: Map<Resource, Resource[]>;

  private indexUsers(): Map<Resource, Resource[]> {
    const users = new Map<Resource, Resource[]>();
    for (const user of this.resources) {
      for (const used of this.references(user.properties)) {
        if (used !== user) users.set(used, [...(users.get(used) ?? []), user]);
      }
    }
    return users;
  }

  private byArn(arn: string): Resource[] {
    const [, , service = '', region = '', , ...rest] = arn.split(':');
    const tail = rest.join(':');
    const tokens = tail.split(/[:/]/);
    const found = this.named.filter(
      ({ type, name = '', stack }) =>
        type
          .split('::')[1]
          ?.toLowerCase()
          .startsWith(ARN_SERVICES[service] ?? service) &&
        (tokens.includes(name) || (name.includes('/') && tail.includes(name))) &&
        (region === '' || stack.region === undefined || stack.region === region || type.endsWith('GlobalTable')),
    );
    // One name may belong to several kinds: the ARN says which.
    const ofKind = found.filter(({ type }) => tokens.length > 1 && type.toLowerCase().endsWith(tokens[0]));
    return ofKind.length > 0 ? ofKind : found;
  }
}

function resourceOf(stack: Stack, logicalId: string, values: Values, shared: string): Resource {
  const definition = (stack.template.Resources ?? {})[logicalId];
  const properties = values.resolve(stack, definition.Properties ?? {}) as Record<string, unknown>;
  const type = definition.Type;
  const path = word(
    definition.Metadata?.['aws:cdk:path'] ?? stack.paths?.get(logicalId),
    `${stack.path}/${logicalId}`,
  ).replace(/(\/(Resource|Default))+$/, '');
  const label = labelOf(path, stack.path, type);
  return {
    id: resourceId(stack.name, logicalId),
    logicalId,
    stack,
    type,
    path,
    label: label.startsWith(shared) ? label.slice(shared.length) : label,
    name: physicalName(type, properties),
    properties,
    deletionPolicy: definition.DeletionPolicy,
    updateReplacePolicy: definition.UpdateReplacePolicy,
    acknowledgements: [
      ...stack.acknowledgements.filter((given) => path === given.path || path.startsWith(`${given.path}/`)),
      ...suppressions(path, definition.Metadata?.cdk_nag),
    ],
  };
}

/** Reasons as cdk-nag 2 keeps them, in the template itself. */
function suppressions(path: string, metadata: unknown): Acknowledgement[] {
  const { rules_to_suppress: rules } = (metadata ?? {}) as {
    rules_to_suppress?: { id: string; reason: string; applies_to?: unknown[] }[];
  };
  return (rules ?? []).map(({ id, reason }) => ({ path, rule: id, reason }));
}

function sharedPrefix(paths: readonly string[]): string {
  if (paths.length < 2) return '';
  const [first, ...others] = paths.map((path) => path.split('/'));
  const length = first.findIndex((part, index) => others.some((other) => other[index] !== part));
  return length > 0 ? `${first.slice(0, length).join('/')}/` : '';
}
