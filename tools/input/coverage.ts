import type { Generator, GeneratorOptions } from './generator';
import type { PublicApi, PublicProperty } from './public-api';

/** How the public API is covered, and what is wrong with that. */
export interface Coverage {
  readonly properties: number;
  readonly generated: number;
  readonly excluded: number;
  readonly problems: readonly string[];
}

/**
 * Compares the public API with what is generated, what is left out with a reason, and the constructs that are tried. Each is
 * found fault with where it misses something, and where it holds something that is no longer there.
 */
export function coverageOf(
  api: PublicApi,
  generator: Generator,
  { inputs, excluded }: Pick<GeneratorOptions, 'inputs' | 'excluded'>,
  constructs: readonly string[],
): Coverage {
  const { properties } = api;
  const names = new Set(properties.flatMap(({ owner, name }) => [owner, `${owner}.${name}`]));
  const isExcluded = (property: PublicProperty) => generator.exclusionOf(property) !== undefined;
  const left = properties.filter((property) => !isExcluded(property));
  const given = Object.entries(inputs).flatMap(([owner, ofOwner]) =>
    Object.keys(ofOwner).map((name) => `${owner}.${name}`),
  );
  return {
    properties: properties.length,
    generated: left.length,
    excluded: properties.length - left.length,
    problems: [
      ...left
        .filter((property) => generator.inputOf(property) === undefined)
        .map(({ owner, name }) => `${owner}.${name} has neither a generator nor a reason to be left out`),
      ...given.filter((name) => !names.has(name)).map((name) => `${name} has a generator, and is no property any more`),
      ...properties
        .filter((property) => isExcluded(property) && inputs[property.owner]?.[property.name] !== undefined)
        .map(({ owner, name }) => `${owner}.${name} is left out, and has a generator`),
      ...Object.entries(excluded).flatMap(([name, reason]) => [
        ...(names.has(name) ? [] : [`${name} is left out, and is no property any more`]),
        ...(reason.trim() === '' ? [`${name} is left out without a reason`] : []),
      ]),
      ...api.constructs
        .filter((construct) => !constructs.includes(construct))
        .map((construct) => `${construct} is a construct that is not tried`),
      ...constructs
        .filter((construct) => !api.constructs.includes(construct))
        .map((construct) => `${construct} is tried, and is no construct any more`),
    ],
  };
}
