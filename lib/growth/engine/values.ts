import type { StackTemplate, TemplateOutput, TemplateResource } from '../verdict';
import { OPEN, pointer, text } from './resolved-value';
import { isObject, referencedProperty } from './spec';

type Intrinsic = (argument: unknown, stack: StackTemplate) => unknown;

/**
 * Replaces what CloudFormation would replace, as far as the templates tell: two values that come out equal are deployed equal.
 *
 * References end at the resource that they mean, through `Join`, `Sub`, `Select`, imports and outputs of other stacks.
 */
export class Values {
  private readonly stacks: ReadonlyMap<string, StackTemplate>;
  private readonly exports = new Map<string, { stack: StackTemplate; output: TemplateOutput }>();
  /** Values that are being resolved: a circle ends as unresolved. */
  private readonly path = new Set<unknown>();

  constructor(assembly: readonly StackTemplate[]) {
    this.stacks = new Map(assembly.map((stack) => [`${stack.region}/${stack.stackName}`, stack]));
    for (const stack of assembly) {
      for (const output of Object.values(stack.template.Outputs ?? {})) {
        const name = output.Export && this.resolve(output.Export.Name, stack);
        if (typeof name === 'string') this.exports.set(`${stack.region}/${name}`, { stack, output });
      }
    }
  }

  /** The value, with everything replaced that can be. */
  public resolve(value: unknown, stack: StackTemplate): unknown {
    if (Array.isArray(value)) return value.map((element) => this.resolve(element, stack)).filter(isGiven);
    if (!isObject(value)) return value;
    const [key, ...others] = Object.keys(value);
    const intrinsic = key !== undefined && others.length === 0 ? this.intrinsics[key] : undefined;
    if (intrinsic && key !== undefined) return intrinsic(value[key], stack);
    const entries = Object.entries(value).map(([name, part]): [string, unknown] => [name, this.resolve(part, stack)]);
    return Object.fromEntries(entries.filter(([, part]) => isGiven(part)));
  }

  /** Whether the condition holds, or `undefined` when only the deployment knows. */
  public holds(name: string, stack: StackTemplate): boolean | undefined {
    const definition = stack.template.Conditions?.[name];
    const value = definition === undefined ? undefined : this.once(definition, stack);
    return typeof value === 'boolean' ? value : undefined;
  }

  private readonly intrinsics: Readonly<Record<string, Intrinsic>> = {
    Ref: (name, stack) => this.reference(String(name), stack),
    'Fn::GetAtt': (argument, stack) => this.attribute(argument, stack),
    'Fn::Join': (argument, stack) => this.join(argument, stack),
    'Fn::Sub': (argument, stack) => this.substitute(argument, stack),
    'Fn::Select': (argument, stack) => this.select(argument, stack),
    'Fn::Split': (argument, stack) => this.split(argument, stack),
    'Fn::If': (argument, stack) => this.choose(argument, stack),
    'Fn::FindInMap': (argument, stack) => this.find(argument, stack),
    'Fn::ImportValue': (argument, stack) => this.import(argument, stack),
    'Fn::GetStackOutput': (argument, stack) => this.output(argument, stack),
    'Fn::Equals': (argument, stack) => this.equals(argument, stack),
    'Fn::Not': (argument, stack) => this.logic('Fn::Not', argument, stack, ([value]) => not(value)),
    'Fn::And': (argument, stack) => this.logic('Fn::And', argument, stack, every),
    'Fn::Or': (argument, stack) => this.logic('Fn::Or', argument, stack, some),
    Condition: (name, stack) => this.condition(String(name), stack),
    'Fn::GetAZs': (argument, stack) => ({ 'Fn::GetAZs': this.resolve(argument, stack) || stack.region }),
  };

  private reference(name: string, stack: StackTemplate): unknown {
    switch (name) {
      case 'AWS::NoValue':
        return undefined;
      case 'AWS::Region':
        return stack.region === 'unknown' ? { Ref: name } : stack.region;
      case 'AWS::StackName':
        return stack.stackName;
      case 'AWS::AccountId':
        return stack.account ?? { Ref: name };
    }
    const resource = stack.template.Resources?.[name];
    if (resource) return this.named(resource, stack) ?? pointer(stack, name, 'Ref');
    if (name.startsWith('AWS::')) return { Ref: name };
    const given = this.givenByParent(name, stack);
    return given ?? { [OPEN]: `parameter ${name}`, definition: stack.template.Parameters?.[name] ?? null };
  }

  /** The value that the parent of a nested stack gives a parameter. */
  private givenByParent(parameter: string, stack: StackTemplate): unknown {
    const at = stack.stackName.lastIndexOf('/');
    const parent = at < 0 ? undefined : this.stacks.get(`${stack.region}/${stack.stackName.slice(0, at)}`);
    const parameters = parent?.template.Resources?.[stack.stackName.slice(at + 1)]?.Properties?.Parameters;
    const value = isObject(parameters) ? parameters[parameter] : undefined;
    return parent && value !== undefined ? this.once(value, parent) : undefined;
  }

  /** The name that `Ref` returns, when the template gives it literally. */
  private named(resource: TemplateResource, stack: StackTemplate): string | undefined {
    const property = referencedProperty(resource.Type);
    const name = property === undefined ? undefined : resource.Properties?.[property];
    const resolved = name === undefined ? undefined : this.once(name, stack);
    return typeof resolved === 'string' ? resolved : undefined;
  }

  private attribute(argument: unknown, stack: StackTemplate): unknown {
    const parts = typeof argument === 'string' ? splitOnce(argument, '.') : (argument as unknown[]);
    const [logicalId, attribute] = [String(parts[0]), this.resolve(parts[1], stack)];
    const nested = this.stacks.get(`${stack.region}/${stack.stackName}/${logicalId}`);
    const output = nested?.template.Outputs?.[String(attribute).replace(/^Outputs\./, '')];
    if (nested && output) return this.once(output.Value, nested) ?? pointer(stack, logicalId, String(attribute));
    return pointer(stack, logicalId, typeof attribute === 'string' ? attribute : JSON.stringify(attribute));
  }

  private join(argument: unknown, stack: StackTemplate): unknown {
    const [delimiter, list] = argument as [string, unknown];
    const resolved = this.resolve(list, stack);
    if (!Array.isArray(resolved)) return { 'Fn::Join': [delimiter, resolved] };
    return text(resolved.flatMap((part: unknown, index) => (index === 0 ? [part] : [delimiter, part])));
  }

  private substitute(argument: unknown, stack: StackTemplate): unknown {
    const [template, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [
      string,
      Record<string, unknown>,
    ];
    const parts = template.split(/\$\{([^}]*)\}/).map((part, index) => {
      if (index % 2 === 0) return part;
      if (part.startsWith('!')) return `\${${part.slice(1)}}`;
      const name = part.trim();
      if (name in variables) return this.resolve(variables[name], stack);
      return name.includes('.') && !name.startsWith('AWS::')
        ? this.attribute(name, stack)
        : this.reference(name, stack);
    });
    return text(parts);
  }

  private select(argument: unknown, stack: StackTemplate): unknown {
    const [index, list] = argument as [unknown, unknown];
    const [position, resolved] = [Number(this.resolve(index, stack)), this.resolve(list, stack)];
    if (Array.isArray(resolved) && position in resolved) return resolved[position];
    return { 'Fn::Select': [position, resolved] };
  }

  private split(argument: unknown, stack: StackTemplate): unknown {
    const [delimiter, source] = argument as [string, unknown];
    const resolved = this.resolve(source, stack);
    return typeof resolved === 'string' ? resolved.split(delimiter) : { 'Fn::Split': [delimiter, resolved] };
  }

  private choose(argument: unknown, stack: StackTemplate): unknown {
    const [name, whenTrue, whenFalse] = argument as [string, unknown, unknown];
    const holds = this.holds(name, stack);
    if (holds !== undefined) return this.resolve(holds ? whenTrue : whenFalse, stack);
    return {
      [OPEN]: `condition ${name}`,
      definition: this.condition(name, stack),
      options: [this.resolve(whenTrue, stack) ?? null, this.resolve(whenFalse, stack) ?? null],
    };
  }

  private condition(name: string, stack: StackTemplate): unknown {
    return this.once(stack.template.Conditions?.[name] ?? null, stack) ?? null;
  }

  private find(argument: unknown, stack: StackTemplate): unknown {
    const [name, ...keys] = this.resolve(argument, stack) as unknown[];
    const map = stack.template.Mappings?.[String(name)];
    const value = keys
      .slice(0, 2)
      .reduce((at: unknown, key) => (isObject(at) && typeof key === 'string' ? at[key] : undefined), map);
    return value === undefined ? { 'Fn::FindInMap': [name, ...keys], map: map ?? null } : this.resolve(value, stack);
  }

  private import(argument: unknown, stack: StackTemplate): unknown {
    const name = this.resolve(argument, stack);
    const found = this.exports.get(`${stack.region}/${String(name)}`);
    return (found && this.once(found.output.Value, found.stack)) ?? { 'Fn::ImportValue': name };
  }

  private output(argument: unknown, stack: StackTemplate): unknown {
    const unresolved = { 'Fn::GetStackOutput': this.resolve(argument, stack) };
    const { StackName, Region, OutputName } = unresolved['Fn::GetStackOutput'] as Record<string, unknown>;
    const region = typeof Region === 'string' ? Region : stack.region;
    const target = this.stacks.get(`${region}/${String(StackName)}`);
    const output = target?.template.Outputs?.[String(OutputName)];
    return (target && output && this.once(output.Value, target)) ?? unresolved;
  }

  /** The value of something that may lead back to itself, or `undefined` when it does. */
  private once(value: unknown, stack: StackTemplate): unknown {
    if (this.path.has(value)) return undefined;
    if (typeof value !== 'object') return value;
    this.path.add(value);
    const resolved = this.resolve(value, stack);
    this.path.delete(value);
    return resolved;
  }

  private equals(argument: unknown, stack: StackTemplate): unknown {
    const [one, other] = this.resolve(argument, stack) as unknown[];
    const literal = [one, other].every((value) => typeof value !== 'object');
    return literal ? String(one) === String(other) : { 'Fn::Equals': [one, other] };
  }

  private logic(
    name: string,
    argument: unknown,
    stack: StackTemplate,
    decide: (values: unknown[]) => boolean | undefined,
  ): unknown {
    const values = this.resolve(argument, stack) as unknown[];
    return decide(values) ?? { [name]: values };
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined;
}

function not(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? !value : undefined;
}

function every(values: unknown[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.every((value) => value === true) ? true : undefined;
}

function some(values: unknown[]): boolean | undefined {
  if (values.includes(true)) return true;
  return values.every((value) => value === false) ? false : undefined;
}

function splitOnce(value: string, delimiter: string): [string, string] {
  const at = value.indexOf(delimiter);
  return [value.slice(0, at), value.slice(at + delimiter.length)];
}
