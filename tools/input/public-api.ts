import type { Member, TypeDefinition, TypeReference } from './assembly';

/** Something that a user can give: a property of an interface, or a parameter of a static factory. */
export interface PublicProperty extends Member {
  /** The interface that declares it, or `Class.factory`. */
  readonly owner: string;
}

/** A way to make a value of a class: a constant of it, or a static factory. */
export interface Factory {
  /** `Class.name` */
  readonly name: string;
  /** `undefined` for a constant. */
  readonly parameters?: readonly PublicProperty[];
}

/** The library's public API, as far as it takes something. */
export class PublicApi {
  constructor(private readonly types: ReadonlyMap<string, TypeDefinition>) {}

  /** Everything that a user can give, in the order of the assembly. */
  public get properties(): PublicProperty[] {
    return [...this.types.values()].flatMap((type) =>
      type.datatype ? this.declaredProperties(type) : this.factories(type.fqn).flatMap((made) => made.parameters ?? []),
    );
  }

  /** Names of the constructs that can be instantiated. */
  public get constructs(): string[] {
    return [...this.types.values()]
      .filter(({ kind, base, initializer }) => kind === 'class' && base !== undefined && initializer !== undefined)
      .map(({ name }) => name);
  }

  /** The type of this library that a reference points to. */
  public find(reference: TypeReference): TypeDefinition | undefined {
    return reference.fqn === undefined ? undefined : this.types.get(reference.fqn);
  }

  /** The properties of an interface and of those that it extends. */
  public propertiesOf(name: string): PublicProperty[] {
    const type = [...this.types.values()].find((candidate) => candidate.name === name);
    if (!type?.datatype) throw new Error(`${name} is no interface of properties`);
    const all = this.withBases(type).flatMap((base) => this.declaredProperties(base));
    return [...new Map(all.map((property) => [property.name, property])).values()];
  }

  /** How values of a class are made. */
  public factories(fqn: string): Factory[] {
    const type = this.types.get(fqn);
    if (type?.kind !== 'class') return [];
    const constants = (type.properties ?? []).filter((member) => member.static && member.type.fqn === fqn);
    const methods = (type.methods ?? []).filter((method) => method.static && method.returns?.type.fqn === fqn);
    return [
      ...constants.map((member) => ({ name: `${type.name}.${member.name}` })),
      ...methods.map((method) => {
        const owner = `${type.name}.${method.name}`;
        return { name: owner, parameters: (method.parameters ?? []).map((parameter) => ({ ...parameter, owner })) };
      }),
    ];
  }

  private declaredProperties({ name, properties = [] }: TypeDefinition): PublicProperty[] {
    return properties.map((property) => ({ ...property, owner: name }));
  }

  private withBases(type: TypeDefinition): TypeDefinition[] {
    const bases = (type.interfaces ?? []).flatMap((fqn) => this.types.get(fqn) ?? []);
    return [type, ...bases.flatMap((base) => this.withBases(base))];
  }
}
