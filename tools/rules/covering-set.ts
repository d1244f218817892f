/** Values of each dimension of a space of configurations, by name of the dimension. */
export type Dimensions = Readonly<Record<string, readonly string[]>>;

/** One value for each dimension. */
export type Point<D extends Dimensions> = { readonly [Name in keyof D]: D[Name][number] };

/** Whether values fit together. Values of dimensions that are not there yet must not matter. */
export type Allowed<D extends Dimensions> = (point: Partial<Point<D>>) => boolean;

/** Every allowed point of the space, in the order of the dimensions. */
export function allPoints<D extends Dimensions>(dimensions: D, allowed: Allowed<D>): Point<D>[] {
  const points = namesOf(dimensions).reduce<Partial<Point<D>>[]>(
    (partial, name) => partial.flatMap((point) => extensions(dimensions, point, name, allowed)),
    [{}],
  );
  return points as Point<D>[];
}

/**
 * A small set of allowed points in which every allowed combination of values of any `strength` dimensions occurs: strength 2
 * covers all pairs. Greedy: each point starts with a combination that is still missing, and takes for each further dimension
 * the value that adds most. The result depends on its input only.
 */
export function coveringSet<D extends Dimensions>(dimensions: D, strength: number, allowed: Allowed<D>): Point<D>[] {
  const missing = new Map(
    subsets(namesOf(dimensions), strength)
      .flatMap((names) => allPoints(pick(dimensions, names), allowed as Allowed<Dimensions>))
      .map((combination): [string, Partial<Point<D>>] => [keyOf(combination), combination as Partial<Point<D>>]),
  );
  const chosen: Point<D>[] = [];
  for (let seed = first(missing); seed; seed = first(missing)) {
    const point = complete(dimensions, seed, strength, allowed, (key) => missing.has(key));
    combinations(point, strength).forEach((key) => missing.delete(key));
    chosen.push(point);
  }
  return chosen;
}

/** The combinations of values that a point holds, one for each subset of its dimensions. */
export function combinations(point: Readonly<Record<string, string>>, strength: number): string[] {
  return subsets(Object.keys(point), strength).map((names) => keyOf(pick(point, names)));
}

function complete<D extends Dimensions>(
  dimensions: D,
  seed: Partial<Point<D>>,
  strength: number,
  allowed: Allowed<D>,
  isMissing: (key: string) => boolean,
): Point<D> {
  return namesOf(dimensions)
    .filter((name) => !(name in seed))
    .reduce<Partial<Point<D>>>((point, name) => {
      const gains = extensions(dimensions, point, name, allowed).map((extended) => {
        const added = subsets(Object.keys(point), strength - 1).map((names) => pick(extended, [...names, name]));
        return { extended, gain: added.filter((combination) => isMissing(keyOf(combination))).length };
      });
      if (gains.length === 0) throw new Error(`no value of ${name} fits ${keyOf(point)}`);
      return gains.reduce((best, other) => (other.gain > best.gain ? other : best)).extended;
    }, seed) as Point<D>;
}

function extensions<D extends Dimensions>(
  dimensions: D,
  point: Partial<Point<D>>,
  name: keyof D & string,
  allowed: Allowed<D>,
): Partial<Point<D>>[] {
  return dimensions[name].map((value) => ({ ...point, [name]: value })).filter(allowed);
}

function subsets(items: readonly string[], size: number): string[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) => subsets(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]));
}

function pick<T>(values: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

/** The same for the same values, whatever their order. */
function keyOf(values: object): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(' ');
}

function namesOf<D extends Dimensions>(dimensions: D): (keyof D & string)[] {
  return Object.keys(dimensions);
}

function first<T>(map: ReadonlyMap<string, T>): T | undefined {
  return map.values().next().value;
}
