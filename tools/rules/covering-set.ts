/** Values of each dimension of a space of configurations, by name of the dimension. */
export type Dimensions = Readonly<Record<string, readonly string[]>>;

/** One value for each dimension. */
export type Point<D extends Dimensions> = { readonly [Name in keyof D]: D[Name][number] };

/** Every point of the space, in the order of the dimensions. */
export function allPoints<D extends Dimensions>(dimensions: D, allowed: (point: Point<D>) => boolean): Point<D>[] {
  const names = Object.keys(dimensions) as (keyof D & string)[];
  const points = names.reduce<Partial<Point<D>>[]>(
    (partial, name) => partial.flatMap((point) => dimensions[name].map((value) => ({ ...point, [name]: value }))),
    [{}],
  );
  return (points as Point<D>[]).filter(allowed);
}

/**
 * A small set of allowed points in which every combination of values of any `strength` dimensions occurs that occurs in an
 * allowed point at all: strength 2 covers all pairs. Greedy: each step takes the point with the most combinations that are
 * still missing. The result depends on its input only.
 */
export function coveringSet<D extends Dimensions>(
  dimensions: D,
  strength: number,
  allowed: (point: Point<D>) => boolean = () => true,
): Point<D>[] {
  const names = subsets(Object.keys(dimensions), strength);
  const candidates = allPoints(dimensions, allowed).map((point) => ({ point, covers: combinations(point, names) }));
  const missing = new Set(candidates.flatMap((candidate) => candidate.covers));
  const chosen: Point<D>[] = [];
  while (missing.size > 0) {
    let best = { point: {} as Point<D>, covers: [] as string[], gain: 0 };
    for (const candidate of candidates) {
      const gain = candidate.covers.reduce((sum, combination) => sum + (missing.has(combination) ? 1 : 0), 0);
      if (gain > best.gain) best = { ...candidate, gain };
    }
    best.covers.forEach((combination) => missing.delete(combination));
    chosen.push(best.point);
  }
  return chosen;
}

/** The combinations of values that a point holds, one for each subset of its dimensions. */
export function combinations(point: Readonly<Record<string, string>>, names: readonly string[][]): string[] {
  return names.map((subset) => subset.map((name) => `${name}=${point[name]}`).join(' '));
}

/** All subsets of a given size. */
export function subsets(items: readonly string[], size: number): string[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) => subsets(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]));
}
