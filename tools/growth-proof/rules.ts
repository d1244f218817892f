import type * as fc from 'fast-check';
import type { TypeReference } from '../input/assembly';
import type { Choice } from '../input/choice';
import type { Generator } from '../input/generator';
import type { PublicApi, PublicProperty } from '../input/public-api';
import type { Growth, GrowthTable } from './growth';
import { nameOf } from './names';

/** What is known of how properties grow, beside the API itself. */
export interface Tables {
  readonly growth: GrowthTable;
  /** How values of a type grow, by its full name; each way to make one is in a rung. */
  readonly byType: Readonly<Record<string, Growth>>;
  /** Structures, as `Owner.name`, that a larger configuration may have where a smaller one has none. */
  readonly appearing: readonly string[];
  /** What a list holds beside another value of its type, by the full name of the type. */
  readonly beside: Readonly<Record<string, Choice>>;
  /**
   * What properties need beside them, and how that grows then: for properties that are refused without. They are given only where
   * they have to grow.
   */
  readonly needs: Readonly<Record<string, Readonly<Record<string, Growth>>>>;
  /** Why properties stay as they are, as `Owner.name`. */
  readonly fixed: Readonly<Record<string, string>>;
  /** Why properties are never given, as `Owner.name`. */
  readonly excluded: Readonly<Record<string, string>>;
}

/** What a configuration of a platform begins with. */
export const ROOTS = ['PlatformProps', 'PlatformWebServiceOptions', 'PlatformWorkerOptions', 'StageSettings'];

/** Looks properties up: in the tables, and in the API. */
export class Rules {
  constructor(
    private readonly api: PublicApi,
    private readonly generator: Generator,
    private readonly tables: Tables,
  ) {}

  /** How stages grow. */
  public get stages(): Growth {
    return this.tables.byType['zero-to-millions.GrowthStage'];
  }

  /** How a property grows, where it does so through values of its own. */
  public growthOf({ owner, name, type }: PublicProperty): Growth | undefined {
    return this.tables.growth[owner]?.[name] ?? this.tables.byType[type.fqn ?? ''];
  }

  /** Whether a property may be there in the larger configuration alone. */
  public appears(property: PublicProperty): boolean {
    return this.growthOf(property)?.appears ?? this.tables.appearing.includes(nameOf(property));
  }

  /** What a list holds beside another value of its type. */
  public beside({ fqn }: TypeReference): Choice | undefined {
    return this.tables.beside[fqn ?? ''];
  }

  /** What a property needs beside it, if it needs something. */
  public needsOf(name: string): Readonly<Record<string, Growth>> | undefined {
    return this.tables.needs[name];
  }

  /** What a property is given that stays as it is, in both configurations the same. */
  public fixedInput(property: PublicProperty): fc.Arbitrary<Choice> | undefined {
    if (this.tables.fixed[nameOf(property)] === undefined) return undefined;
    return this.generator.inputOf(property)?.('sound');
  }

  /** Why a property is never given. */
  public reasonAgainst(property: PublicProperty): string | undefined {
    return this.tables.excluded[nameOf(property)];
  }

  /** What can be given to a property in turn. */
  public propertiesUnder(property: PublicProperty): PublicProperty[] {
    const isLeaf = this.growthOf(property) !== undefined || this.tables.fixed[nameOf(property)] !== undefined;
    return isLeaf || this.reasonAgainst(property) !== undefined ? [] : this.propertiesOfType(property.type);
  }

  /** Everything that a user can give to a platform, its services and workers. */
  public reached(): PublicProperty[] {
    const found = new Map<string, PublicProperty>();
    const visit = (property: PublicProperty) => {
      if (found.has(nameOf(property))) return;
      found.set(nameOf(property), property);
      this.propertiesUnder(property).forEach(visit);
    };
    ROOTS.flatMap((root) => this.api.propertiesOf(root)).forEach(visit);
    return [...found.values()];
  }

  private propertiesOfType({ fqn, collection }: TypeReference): PublicProperty[] {
    if (collection) return this.propertiesOfType(collection.elementtype);
    const type = this.api.find({ fqn });
    if (!type) return [];
    if (type.datatype) return this.api.propertiesOf(type.name);
    const factories = this.api.factories(type.fqn).flatMap(({ parameters = [] }) => parameters);
    const [props] = type.initializer?.parameters ?? [];
    return factories.length > 0 || !props ? factories : this.propertiesOfType(props.type);
  }
}
