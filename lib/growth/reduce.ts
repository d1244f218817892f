import { createOnlyProperties, isObject, replacementOf, resourceModel } from './engine/spec';
import { Values } from './engine/values';
import { RULES, rulesOf } from './rules';
import { isStateful } from './stateful';
import { Verdict, type StackTemplate, type Template, type TemplateOutput, type TemplateResource } from './verdict';

/** Verdicts that stop a deployment. */
const BLOCKING = new Set([Verdict.UNKNOWN, Verdict.REJECTED, Verdict.REPLACED]);

/** Properties that rules read beside the one that changes. */
const READ: Readonly<Record<string, readonly string[]>> = {
  'AWS::RDS::DBInstance': ['AllowMajorVersionUpgrade', 'MultiAZ'],
};

/** Types about which a rule says that a change fails, or that it takes a protection away. */
const RULED = new Set(
  RULES.filter(({ verdict, blocks }) => verdict === Verdict.REJECTED || blocks).flatMap(({ types }) => types),
);

/**
 * What of an assembly a verdict that blocks can depend on: resources that hold state, with the properties whose change can
 * be blocked, and whatever those refer to. Sizes, tags, alarms and roles go.
 *
 * Judging two reduced assemblies blocks what judging the whole ones does. Stacks of which nothing is left stay, empty: a stack
 * that is gone is something else than a stack that holds nothing any more.
 */
export function reduce(stacks: readonly StackTemplate[]): StackTemplate[] {
  const kept = new Kept(stacks);
  return stacks.map((stack) => ({ ...stack, template: kept.of(stack) }));
}

/** Properties of a resource whose change can be blocked, or be the reason for another one that is. */
function blockable({ Type: type, Properties: properties = {} }: TemplateResource): Record<string, unknown> {
  const entries = Object.entries(properties).filter(([name]) => canBlock(type, name));
  return Object.fromEntries(entries);
}

function canBlock(type: string, property: string): boolean {
  if (!resourceModel(type) || READ[type]?.includes(property)) return true;
  const rules = rulesOf(type).filter((rule) => rule.property === '*' || rule.property.split('.')[0] === property);
  if (rules.some(({ verdict, blocks }) => BLOCKING.has(verdict) || blocks)) return true;
  // A rule for any change takes the place of the specification.
  if (rules.some((rule) => rule.when.text === 'any change' && rule.property === property)) return false;
  return replacementOf(type, property) !== 'no' || createOnlyProperties(type).includes(property);
}

interface Part {
  readonly resources: Set<string>;
  readonly outputs: Set<string>;
  readonly names: Set<string>;
}

/** Collects what is kept of each stack, following references to the end. */
class Kept {
  private readonly parts = new Map<StackTemplate, Part>();
  private readonly values: Values;

  constructor(private readonly stacks: readonly StackTemplate[]) {
    this.values = new Values(stacks);
    for (const stack of stacks) this.parts.set(stack, { resources: new Set(), outputs: new Set(), names: new Set() });
    for (const stack of stacks) {
      for (const [logicalId, resource] of Object.entries(stack.template.Resources ?? {})) {
        if (!isObject(resource) || isStateful(resource) || RULED.has(resource.Type)) this.keep(stack, logicalId);
      }
    }
  }

  public of(stack: StackTemplate): Template {
    const { Resources, Outputs, Parameters, Mappings, Conditions, Transform } = stack.template;
    const part = this.parts.get(stack);
    const pick = <T>(
      from: Readonly<Record<string, T>> | undefined,
      names: Set<string> | undefined,
      map: (found: T) => T,
    ) =>
      Object.entries(from ?? {})
        .filter(([name]) => names?.has(name))
        .map(([name, found]): [string, T] => [name, map(found)]);
    const sections: [string, [string, unknown][]][] = [
      ['Parameters', pick(Parameters, part?.names, asItIs)],
      ['Mappings', pick(Mappings, part?.names, asItIs)],
      ['Conditions', pick(Conditions, part?.names, asItIs)],
      ['Resources', pick(Resources, part?.resources, slim)],
      ['Outputs', pick(Outputs, part?.outputs, ({ Value, Export }) => ({ Value, ...(Export ? { Export } : {}) }))],
    ];
    const filled = sections.filter(([, entries]) => entries.length > 0);
    const template = Object.fromEntries(filled.map(([name, entries]) => [name, Object.fromEntries(entries)]));
    return { ...template, ...(Transform === undefined ? {} : { Transform }) };
  }

  private keep(stack: StackTemplate, logicalId: string): void {
    const resources = this.parts.get(stack)?.resources;
    const resource = stack.template.Resources?.[logicalId];
    if (!resource || !resources || resources.has(logicalId)) return;
    resources.add(logicalId);
    this.follow(isObject(resource) ? slim(resource) : resource, stack);
  }

  /** Keeps what a value refers to. */
  private follow(value: unknown, stack: StackTemplate): void {
    if (Array.isArray(value)) return value.forEach((element) => this.follow(element, stack));
    if (!isObject(value)) return;
    for (const [key, argument] of Object.entries(value)) {
      for (const name of namesIn(key, argument)) this.name(name, stack);
      if (key === 'Fn::GetAtt') this.nested(argument, stack);
      if (key === 'Fn::ImportValue') this.import(argument, stack);
      if (key === 'Fn::GetStackOutput') this.weak(argument, stack);
      this.follow(argument, stack);
    }
  }

  /** A resource, a parameter, a condition or a mapping: names are unique within each, and keeping one too many costs a line. */
  private name(name: string, stack: StackTemplate): void {
    this.keep(stack, name);
    const names = this.parts.get(stack)?.names;
    if (!names || names.has(name)) return;
    names.add(name);
    this.follow(stack.template.Conditions?.[name], stack);
    this.follow(stack.template.Mappings?.[name], stack);
  }

  private nested(argument: unknown, stack: StackTemplate): void {
    const [logicalId, attribute] = (typeof argument === 'string' ? argument.split(/\.(.*)/s) : argument) as string[];
    const child = this.stacks.find(
      ({ stackName, region }) => region === stack.region && stackName === `${stack.stackName}/${logicalId}`,
    );
    if (child) this.output(child, String(attribute).replace(/^Outputs\./, ''));
  }

  private import(argument: unknown, stack: StackTemplate): void {
    const name = this.values.resolve(argument, stack);
    for (const exporter of this.stacks.filter(({ region }) => region === stack.region)) {
      for (const [id, { Export }] of Object.entries(exporter.template.Outputs ?? {})) {
        if (Export && this.values.resolve(Export.Name, exporter) === name) this.output(exporter, id);
      }
    }
  }

  private weak(argument: unknown, stack: StackTemplate): void {
    const resolved = this.values.resolve(argument, stack);
    if (!isObject(resolved)) return;
    const { StackName, Region = stack.region, OutputName } = resolved;
    const target = this.stacks.find(({ stackName, region }) => stackName === StackName && region === Region);
    if (target) this.output(target, String(OutputName));
  }

  private output(stack: StackTemplate, id: string): void {
    const outputs = this.parts.get(stack)?.outputs;
    const output: TemplateOutput | undefined = stack.template.Outputs?.[id];
    if (!output || !outputs || outputs.has(id)) return;
    outputs.add(id);
    this.follow(output, stack);
  }
}

function asItIs<T>(value: T): T {
  return value;
}

/** A resource without what no verdict that blocks depends on. */
function slim(resource: TemplateResource): TemplateResource {
  // A loop over resources is kept as it is.
  if (!isObject(resource)) return resource;
  const { Type, Condition, DeletionPolicy, UpdateReplacePolicy, UpdatePolicy, Metadata } = resource;
  const path = Metadata?.['aws:cdk:path'];
  const Properties = blockable(resource);
  const parts = { Type, Condition, Properties, DeletionPolicy, UpdateReplacePolicy, UpdatePolicy };
  const given = Object.entries({
    ...parts,
    Metadata: path === undefined ? undefined : { 'aws:cdk:path': path },
  }).filter(([name, part]) => part !== undefined && !(name === 'Properties' && Object.keys(Properties).length === 0));
  return Object.fromEntries(given) as unknown as TemplateResource;
}

/** Names that an intrinsic function refers to. */
function namesIn(key: string, argument: unknown): string[] {
  const list = Array.isArray(argument) ? (argument as unknown[]) : [argument];
  const first = typeof list[0] === 'string' ? list[0] : '';
  switch (key) {
    case 'Ref':
    case 'Condition':
    case 'Fn::If':
    case 'Fn::FindInMap':
      return [first];
    case 'Fn::GetAtt':
      return [first.split('.')[0] ?? ''];
    case 'Fn::Sub':
      return [...first.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => name.trim().split('.')[0] ?? '');
  }
  return [];
}
