import type { PublicApi } from '../input/public-api';
import { nameOf } from './names';
import type { Rules, Tables } from './rules';

/** How much of what a platform takes is known to grow, to stay or to be left out, and what is wrong with that. */
export interface Coverage {
  readonly properties: number;
  /** Properties, as `Owner.name`, that grow. */
  readonly growing: readonly string[];
  readonly fixed: number;
  readonly excluded: number;
  readonly problems: readonly string[];
}

/** Holds the tables against the public API: each is found fault with where it misses something, and where it holds too much. */
export function coverageOf(api: PublicApi, rules: Rules, tables: Tables): Coverage {
  const reached = rules.reached();
  const names = new Set(reached.map(nameOf));
  const growing = reached.filter((property) => rules.growthOf(property) !== undefined || rules.appears(property));
  const isFixed = (name: string) => tables.fixed[name] !== undefined;
  const isExcluded = (name: string) => tables.excluded[name] !== undefined;
  const inTables = [
    ...Object.entries(tables.growth).flatMap(([owner, of]) => Object.keys(of).map((name) => `${owner}.${name}`)),
    ...tables.appearing,
    ...Object.keys(tables.fixed),
    ...Object.keys(tables.excluded),
  ];
  const twice = inTables.filter((name, index) => inTables.indexOf(name) !== index);
  return {
    properties: reached.length,
    growing: growing.map(nameOf),
    fixed: [...names].filter(isFixed).length,
    excluded: [...names].filter(isExcluded).length,
    problems: [
      ...reached
        .filter((property) => rules.growthOf(property) === undefined && !rules.appears(property))
        .filter((property) => rules.propertiesUnder(property).length === 0)
        .map(nameOf)
        .filter((name) => !isFixed(name) && !isExcluded(name))
        .map((name) => `${name} has neither a way to grow nor a reason to stay as it is`),
      ...reached
        .filter((property) => isFixed(nameOf(property)) && rules.fixedInput(property) === undefined)
        .map((property) => `${nameOf(property)} stays as it is, but has no generator in tools/input`),
      ...inTables
        .filter((name) => !names.has(name))
        .map((name) => `${name} is in a table, and nothing that a platform takes`),
      ...twice.map((name) => `${name} is in two tables`),
      ...[...Object.entries(tables.fixed), ...Object.entries(tables.excluded)]
        .filter(([, reason]) => reason.trim() === '')
        .map(([name]) => `${name} has an empty reason`),
      ...Object.entries(tables.byType).flatMap(([fqn, { rungs }]) =>
        api
          .factories(fqn)
          .filter(({ name }) => !rungs.some(({ text }) => text.startsWith(name)))
          .map(({ name }) => `${name} is not among the values through which its type grows`),
      ),
    ],
  };
}
