import * as fc from 'fast-check';
import * as library from '../../lib';
import type { TypeDefinition, TypeReference } from '../input/assembly';
import { choice, combine, type Choice } from '../input/choice';
import type { Factory, PublicApi, PublicProperty } from '../input/public-api';
import type { Growth } from './growth';
import { nameOf } from './names';
import type { Rules } from './rules';

/** Values for one configuration after the other, each at least as large as the one before. */
export interface Chain<T = Choice | undefined> {
  readonly links: readonly T[];
  /** Properties, as `Owner.name`, that are larger at the end than at the beginning. */
  readonly grown: readonly string[];
}

/** What a chain is asked for. */
export interface ChainOptions {
  /** Number of configurations. */
  readonly length: number;
  /** Properties, as `Owner.name`, that have to grow. */
  readonly focus: readonly string[];
}

/** Optional properties that a set has on average, beside those that have to grow. */
const OPTIONAL_PROPERTIES = 3;

/** Generates ever larger values for every property of the public API that is reached. */
export class Chains {
  /** Properties that have to grow, and those through which they are given. */
  private readonly near: ReadonlySet<string>;
  /** Those, and what they need. */
  private readonly wanted: ReadonlySet<string>;
  /** How properties grow that others need. */
  private readonly needed: Readonly<Record<string, Growth>>;

  constructor(
    private readonly api: PublicApi,
    private readonly rules: Rules,
    private readonly options: ChainOptions,
  ) {
    this.near = this.leadingTo(new Set(options.focus));
    this.needed = Object.assign({}, ...[...this.near].map((name) => rules.needsOf(name) ?? {})) as Record<
      string,
      Growth
    >;
    this.wanted = this.leadingTo(new Set([...this.near, ...Object.keys(this.needed)]));
  }

  /** Ever larger sets of an interface of properties. */
  public struct(name: string): fc.Arbitrary<Chain<Choice>> {
    const properties = this.api
      .propertiesOf(name)
      .filter((property) => this.rules.reasonAgainst(property) === undefined);
    const optional = properties.filter((property) => property.optional).length;
    const share = Math.min(0.5, OPTIONAL_PROPERTIES / Math.max(1, optional));
    return fc.tuple(...properties.map((property) => this.given(property, share))).map((chains) => ({
      links: this.each((link) => {
        const present = properties.flatMap((property, index) => {
          const value = chains[index].links[link];
          return value ? [{ name: property.name, value }] : [];
        });
        return combine(
          present.map(({ value }) => value),
          (texts) => `{ ${present.map((property, index) => `${property.name}: ${texts[index]}`).join(', ')} }`,
          (made) => Object.fromEntries(present.map((property, index) => [property.name, made[index]])),
        );
      }),
      grown: chains.flatMap(({ grown }) => grown),
    }));
  }

  /** A property that may be left out, or come later where that is growth. */
  private given(property: PublicProperty, share: number): fc.Arbitrary<Chain> {
    const name = nameOf(property);
    const values = this.values(property);
    if (!property.optional) return values;
    const isWanted = this.wanted.has(name);
    const isRare = this.rules.needsOf(name) !== undefined;
    const growth = this.growthOf(property);
    const hasToAppear = this.options.focus.includes(name) && (growth?.rungs.length ?? 1) === 1;
    const since =
      (growth?.appears ?? this.rules.appears(property))
        ? fc.nat({ max: this.options.length - 1 }).map((first) => (hasToAppear ? Math.max(1, first) : first))
        : fc.constant(0);
    return fc.tuple(values, since, fc.double({ min: 0, max: 1, noNaN: true })).map(([chain, first, luck]) => {
      if (!isWanted && (isRare || luck >= share)) return { links: this.each(() => undefined), grown: [] };
      return {
        links: chain.links.map((link, index) => (index < first ? undefined : link)),
        grown: first > 0 ? [...chain.grown, name] : chain.grown,
      };
    });
  }

  private values(property: PublicProperty): fc.Arbitrary<Chain<Choice>> {
    if (nameOf(property) === STAGE) return this.stages();
    const growth = this.growthOf(property);
    if (growth) return this.climb(nameOf(property), growth);
    const fixed = this.rules.fixedInput(property);
    if (fixed) return fixed.map((value) => ({ links: this.each(() => value), grown: [] }));
    const values = this.ofType(property.type);
    if (!values) throw new Error(`${nameOf(property)} is not said to grow, nor to stay`);
    return values;
  }

  private climb(name: string, { rungs }: Growth): fc.Arbitrary<Chain<Choice>> {
    const { length, focus } = this.options;
    const top = rungs.length - 1;
    return fc.array(fc.nat({ max: top }), { minLength: length, maxLength: length }).map((steps) => {
      const climbed = [...steps].sort((one, other) => one - other);
      if (focus.includes(name) && climbed[0] === climbed[length - 1])
        climbed[climbed[0] > 0 ? 0 : length - 1] = climbed[0] > 0 ? 0 : top;
      return {
        links: climbed.map((step) => rungs[step]),
        grown: climbed[0] === climbed[length - 1] ? [] : [name],
      };
    });
  }

  private ofType(type: TypeReference): fc.Arbitrary<Chain<Choice>> | undefined {
    if (type.collection?.kind === 'array') return this.listOf(type.collection.elementtype);
    const known = this.api.find(type);
    if (!known) return undefined;
    if (known.datatype) return this.struct(known.name);
    const factories = this.api.factories(known.fqn);
    const wanted = factories.filter(({ parameters = [] }) => parameters.some((one) => this.near.has(nameOf(one))));
    const chosen = wanted.length > 0 ? wanted : factories;
    return chosen.length > 0 ? fc.oneof(...chosen.map((factory) => this.made(factory))) : this.constructed(known);
  }

  /** Values of a class without factories, whose constructor takes a set of properties. */
  private constructed({ name, initializer }: TypeDefinition): fc.Arbitrary<Chain<Choice>> | undefined {
    const [props] = initializer?.parameters ?? [];
    const values = props && this.ofType(props.type);
    const classes = library as unknown as Record<string, new (props: unknown) => unknown>;
    return values?.map(({ links, grown }) => ({
      links: links.map((link) =>
        combine(
          [link],
          ([text]) => `new ${name}(${text})`,
          ([made]) => new classes[name](made),
        ),
      ),
      grown,
    }));
  }

  private listOf(element: TypeReference): fc.Arbitrary<Chain<Choice>> | undefined {
    const beside = this.rules.beside(element);
    const isAnother = (link: Choice) => beside && link.text.split('(')[0] !== beside.text.split('(')[0];
    return this.ofType(element)?.map(({ links, grown }) => ({
      links: links.map((link) =>
        combine(
          beside && isAnother(link) ? [link, beside] : [link],
          (texts) => `[${texts.join(', ')}]`,
          (made) => made,
        ),
      ),
      grown,
    }));
  }

  private made({ name, parameters }: Factory): fc.Arbitrary<Chain<Choice>> {
    const [className, member] = name.split('.');
    const owner = (library as unknown as Record<string, Record<string, unknown>>)[className];
    if (!parameters) return fc.constant({ links: this.each(() => choice(name, () => owner[member])), grown: [] });
    const factory = owner[member] as (...values: unknown[]) => unknown;
    return fc.tuple(...parameters.map((parameter) => this.values(parameter))).map((chains) => ({
      links: this.each((link) =>
        combine(
          chains.map(({ links }) => links[link]),
          (texts) => `${name}(${texts.join(', ')})`,
          (made) => factory.apply(owner, [...made]),
        ),
      ),
      grown: chains.flatMap(({ grown }) => grown),
    }));
  }

  /** A stage, or one with settings of its own. */
  private stages(): fc.Arbitrary<Chain<Choice>> {
    const stage = this.climb(STAGE, this.rules.stages);
    if (![...this.wanted].some(isSetting)) return stage;
    return fc.tuple(stage, this.struct('StageSettings')).map(([plain, settings]) => {
      return {
        links: this.each((link) =>
          combine(
            [plain.links[link], settings.links[link]],
            ([one, other]) => `${one}.with(${other})`,
            ([one, other]) => (one as library.GrowthStage).with(other as library.StageSettings),
          ),
        ),
        grown: [...plain.grown, ...settings.grown],
      };
    });
  }

  private growthOf(property: PublicProperty): Growth | undefined {
    return this.needed[nameOf(property)] ?? this.rules.growthOf(property);
  }

  /** Properties, and those through which they are given. Settings of a stage are given with it, and nothing else is. */
  private leadingTo(names: ReadonlySet<string>): ReadonlySet<string> {
    const found = new Set(names);
    const reached = this.rules.reached().filter(({ owner }) => names.has(STAGE) || !isSetting(owner));
    const settings = [...names].some(isSetting);
    for (let size = -1; size !== found.size;) {
      size = found.size;
      for (const property of reached) {
        const leads = this.rules.propertiesUnder(property).some((one) => found.has(nameOf(one)));
        if (leads || (settings && nameOf(property) === STAGE)) found.add(nameOf(property));
      }
    }
    return found;
  }

  private each<T>(make: (link: number) => T): T[] {
    return Array.from({ length: this.options.length }, (_, link) => make(link));
  }
}

/** The property that stages are given to. */
export const STAGE = 'PlatformProps.stage';

function isSetting(name: string): boolean {
  return /^(Stage|Task)Settings\b/.test(name);
}
