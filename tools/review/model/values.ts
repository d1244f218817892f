import type { Stack } from './assembly';

/** Encloses a reference within a text: characters that no template holds. */
const OPEN = '\uE000';
const CLOSE = '\uE001';
const ATTRIBUTE = '\uE002';

/** References within resolved texts. */
export const REFERENCE = new RegExp(`${OPEN}([^${CLOSE}${ATTRIBUTE}]+)(?:${ATTRIBUTE}([^${CLOSE}]*))?${CLOSE}`, 'gu');

/** What identifies a resource in an assembly. */
export function resourceId(stackName: string, logicalId: string): string {
  return `${stackName}#${logicalId}`;
}

type Intrinsic = (stack: Stack, argument: unknown) => unknown;

/** Turns intrinsic functions into text, across stacks, in which references to resources stay recognizable. */
export class Values {
  private readonly stacks: ReadonlyMap<string, Stack>;
  private readonly exports = new Map<string, unknown>();

  constructor(stacks: readonly Stack[]) {
    this.stacks = new Map(stacks.map((stack) => [stack.name, stack]));
    for (const stack of stacks) {
      for (const { Value, Export } of Object.values(stack.template.Outputs ?? {})) {
        if (Export) this.exports.set(String(this.resolve(stack, Export.Name)), this.resolve(stack, Value));
      }
    }
  }

  /** A value of a stack's template without intrinsic functions. */
  public resolve(stack: Stack, value: unknown): unknown {
    if (Array.isArray(value)) {
      return value.map((item: unknown) => this.resolve(stack, item)).filter((item) => item !== undefined);
    }
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value) as [string, unknown][];
    const intrinsic = entries.length === 1 ? this.intrinsics[entries[0][0]] : undefined;
    if (intrinsic) return intrinsic(stack, entries[0][1]);
    return Object.fromEntries(
      entries
        .map(([key, item]): [string, unknown] => [key, this.resolve(stack, item)])
        .filter(([, item]) => item !== undefined),
    );
  }

  private readonly intrinsics: Readonly<Record<string, Intrinsic>> = {
    Ref: (stack, name) => this.ref(stack, String(name)),
    'Fn::GetAtt': (stack, argument) => {
      const [logicalId, ...rest] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
      return this.attribute(stack, logicalId, rest.join('.'));
    },
    'Fn::Join': (stack, argument) => {
      const [separator, items] = this.resolve(stack, argument) as [string, unknown];
      return Array.isArray(items) ? items.map(String).join(separator) : String(items);
    },
    'Fn::Sub': (stack, argument) => this.substitute(stack, argument),
    'Fn::Select': (stack, argument) => {
      const [index, items] = this.resolve(stack, argument) as [unknown, unknown];
      return Array.isArray(items) ? (items[Number(index)] as unknown) : `${String(items)}[${String(index)}]`;
    },
    'Fn::Split': (stack, argument) => {
      const [separator, text] = this.resolve(stack, argument) as [string, unknown];
      return String(text).split(separator);
    },
    'Fn::Base64': (stack, argument) => this.resolve(stack, argument),
    'Fn::GetAZs': () => '<zones>',
    'Fn::Cidr': (stack, argument) => {
      const [block] = this.resolve(stack, argument) as [unknown];
      return `<part of ${String(block)}>`;
    },
    'Fn::ImportValue': (stack, argument) => {
      const name = String(this.resolve(stack, argument));
      return this.exports.get(name) ?? `<import ${name}>`;
    },
    'Fn::GetStackOutput': (stack, argument) => {
      const { StackName, OutputName } = this.resolve(stack, argument) as Record<string, string>;
      return this.output(StackName, OutputName) ?? `<output ${StackName}.${OutputName}>`;
    },
    'Fn::FindInMap': (stack, argument) => {
      const [map, first, second] = this.resolve(stack, argument) as [string, string, string];
      return this.resolve(stack, stack.template.Mappings?.[map]?.[first]?.[second]) ?? `<${map}.${first}.${second}>`;
    },
    'Fn::If': (stack, argument) => {
      const [condition, yes, no] = argument as [string, unknown, unknown];
      return this.resolve(stack, this.holds(stack, { Condition: condition }) === false ? no : yes);
    },
  };

  private ref(stack: Stack, name: string): unknown {
    const pseudo: Readonly<Record<string, string | undefined>> = {
      'AWS::AccountId': '<account>',
      'AWS::NoValue': undefined,
      'AWS::Partition': 'aws',
      'AWS::Region': stack.region ?? '<region>',
      'AWS::StackId': `<id of ${stack.name}>`,
      'AWS::StackName': stack.name,
      'AWS::URLSuffix': 'amazonaws.com',
    };
    if (name in pseudo) return pseudo[name];
    const parameter = stack.template.Parameters?.[name];
    if (!parameter) return reference(stack, name);
    const parent = stack.parent && this.stacks.get(stack.parent.stack);
    const passed = parent?.template.Resources?.[stack.parent?.logicalId ?? '']?.Properties?.Parameters;
    const value = (passed as Record<string, unknown> | undefined)?.[name];
    if (parent && value !== undefined) return this.resolve(parent, value);
    return parameter.Default ?? `<parameter ${name}>`;
  }

  private attribute(stack: Stack, logicalId: string, name: string): unknown {
    if (name.startsWith('Outputs.')) {
      const value = this.output(`${stack.name}/${logicalId}`, name.slice('Outputs.'.length));
      if (value !== undefined) return value;
    }
    // CDK's own cross-region references: a custom resource hands on what another one has written in the other region.
    if (name.startsWith('/cdk/exports/')) {
      const value = this.crossRegionExport(name);
      if (value !== undefined) return value;
    }
    return reference(stack, logicalId, name);
  }

  private output(stackName: string, outputName: string): unknown {
    const stack = this.stacks.get(stackName);
    return stack && this.resolve(stack, stack.template.Outputs?.[outputName]?.Value);
  }

  private crossRegionExport(name: string): unknown {
    for (const stack of this.stacks.values()) {
      for (const { Type, Properties } of Object.values(stack.template.Resources ?? {})) {
        if (Type !== 'Custom::CrossRegionExportWriter') continue;
        const { exports } = (Properties?.WriterProps ?? {}) as { exports?: Record<string, unknown> };
        if (exports && name in exports) return this.resolve(stack, exports[name]);
      }
    }
    return undefined;
  }

  private substitute(stack: Stack, argument: unknown): string {
    const [text, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [
      string,
      Record<string, unknown>,
    ];
    return text.replace(/\$\{([^!}][^}]*)\}/g, (_match, name: string) => {
      if (name in variables) return String(this.resolve(stack, variables[name]));
      const [logicalId, ...attribute] = name.split('.');
      const value =
        attribute.length > 0 ? this.attribute(stack, logicalId, attribute.join('.')) : this.ref(stack, name);
      return String(value);
    });
  }

  /** Whether a condition holds with the defaults of the parameters; unknown where the template alone does not tell. */
  private holds(stack: Stack, condition: unknown): boolean | undefined {
    const [[name, argument]] = Object.entries(condition as Record<string, unknown>);
    const all = () => (argument as unknown[]).map((item) => this.holds(stack, item));
    switch (name) {
      case 'Condition': {
        const named = stack.template.Conditions?.[String(argument)];
        return named === undefined ? undefined : this.holds(stack, named);
      }
      case 'Fn::Equals': {
        const [left, right] = (this.resolve(stack, argument) as unknown[]).map(String);
        return [left, right].some((side) => /<|\uE000/.test(side)) ? undefined : left === right;
      }
      case 'Fn::Not': {
        const [inner] = all();
        return inner === undefined ? undefined : !inner;
      }
      case 'Fn::And':
        return all().includes(false) ? false : all().includes(undefined) ? undefined : true;
      case 'Fn::Or':
        return all().includes(true) ? true : all().includes(undefined) ? undefined : false;
      default:
        return undefined;
    }
  }
}

function reference(stack: Stack, logicalId: string, attribute?: string): string {
  const id = resourceId(stack.name, logicalId);
  return attribute ? `${OPEN}${id}${ATTRIBUTE}${attribute}${CLOSE}` : `${OPEN}${id}${CLOSE}`;
}
