import * as fc from 'fast-check';
import * as library from '../../lib';
import type { TypeReference } from './assembly';
import { choice, combine, ITSELF, listOf, literal, oneOf, type Choice, type Input, type Mood } from './choice';
import type { Factory, PublicApi, PublicProperty } from './public-api';

/** What properties are given, by their owner and name. */
export type Inputs = Readonly<Record<string, Readonly<Record<string, Input>>>>;

/** What the generator knows beside the API itself. */
export interface GeneratorOptions {
  readonly inputs: Inputs;
  /** What values of types are, by the full name of the type. */
  readonly byType: Readonly<Record<string, Input>>;
  /** Reasons for leaving properties out, by `Owner.property` or by owner. */
  readonly excluded: Readonly<Record<string, string>>;
}

/** Optional properties that a set has on average. */
const OPTIONAL_PROPERTIES = 4;

/** Generates values for every property of the public API. */
export class Generator {
  constructor(
    private readonly api: PublicApi,
    private readonly options: GeneratorOptions,
  ) {}

  /** What a property is given, or `undefined` when nobody has said. */
  public inputOf({ owner, name, type }: PublicProperty): Input | undefined {
    return this.options.inputs[owner]?.[name] ?? this.inputOfType(type);
  }

  /** Why a property is left out, or `undefined` when it is not. */
  public exclusionOf({ owner, name }: PublicProperty): string | undefined {
    return this.options.excluded[`${owner}.${name}`] ?? this.options.excluded[owner];
  }

  /** Values of an interface of properties, with its required properties and some of the others. */
  public struct(name: string, mood: Mood): fc.Arbitrary<Choice> {
    const properties = this.api.propertiesOf(name).filter((property) => this.exclusionOf(property) === undefined);
    const optional = properties.filter((property) => property.optional).length;
    const arbitraries = properties.map((property) => {
      const given = this.given(property, mood);
      if (!property.optional) return given;
      // In tenths, because weights are whole numbers.
      const weight = Math.max(1, Math.min(5, Math.round((10 * OPTIONAL_PROPERTIES) / optional)));
      return fc.oneof(
        { withCrossShrink: true },
        { arbitrary: fc.constant(undefined), weight: 10 - weight },
        { arbitrary: given, weight },
      );
    });
    return fc.tuple(...arbitraries).map((choices) => {
      const present = properties.flatMap((property, index) => {
        const value = choices[index];
        return value ? [{ name: property.name, value }] : [];
      });
      return combine(
        present.map(({ value }) => value),
        (texts) => `{ ${present.map((property, index) => `${property.name}: ${texts[index]}`).join(', ')} }`,
        (made) => Object.fromEntries(present.map((property, index) => [property.name, made[index]])),
      );
    });
  }

  private given(property: PublicProperty, mood: Mood): fc.Arbitrary<Choice> {
    const input = this.inputOf(property);
    if (!input) throw new Error(`${property.owner}.${property.name} has no generator`);
    return input(mood).map((value) => ({
      ...value,
      wrong: value.wrong.map((wrong) => (wrong === ITSELF ? property.name : wrong)),
    }));
  }

  private inputOfType(type: TypeReference): Input | undefined {
    if (type.primitive === 'boolean') return () => oneOf(literal(false), literal(true));
    const element = type.collection?.kind === 'array' ? this.inputOfType(type.collection.elementtype) : undefined;
    if (element) return (mood) => listOf(element(mood), { minLength: 1, maxLength: 3 });
    if (type.fqn === undefined) return undefined;
    return this.options.byType[type.fqn] ?? this.inputOfOwnType(type);
  }

  private inputOfOwnType(reference: TypeReference): Input | undefined {
    const type = this.api.find(reference);
    if (type?.datatype) return (mood) => this.struct(type.name, mood);
    if (type?.kind === 'enum') {
      const members = (library as unknown as Record<string, Record<string, unknown>>)[type.name];
      return () =>
        oneOf(...(type.members ?? []).map(({ name }) => choice(`${type.name}.${name}`, () => members[name])));
    }
    const factories = this.api.factories(reference.fqn ?? '');
    if (factories.length === 0) return undefined;
    return (mood) => fc.oneof(...factories.map((factory) => this.made(factory, mood)));
  }

  private made({ name, parameters }: Factory, mood: Mood): fc.Arbitrary<Choice> {
    const [className, member] = name.split('.');
    const owner = (library as unknown as Record<string, Record<string, unknown>>)[className];
    if (!parameters) return fc.constant(choice(name, () => owner[member]));
    const factory = owner[member] as (...values: unknown[]) => unknown;
    const kept = parameters.filter((parameter) => this.exclusionOf(parameter) === undefined);
    return fc.tuple(...kept.map((parameter) => this.given(parameter, mood))).map((choices) =>
      combine(
        choices,
        (texts) => `${name}(${texts.join(', ')})`,
        (made) => factory.apply(owner, [...made]),
      ),
    );
  }
}
