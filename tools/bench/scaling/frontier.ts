/** A way to run a service: what it costs, and in how many minutes it is not good enough. */
export interface Point {
  readonly cost: number;
  readonly violatingMinutes: number;
}

/** The points that no other beats on both, cheapest first. */
export function frontierOf<T extends Point>(points: readonly T[]): T[] {
  const sorted = [...points].sort((a, b) => a.cost - b.cost || a.violatingMinutes - b.violatingMinutes);
  const frontier: T[] = [];
  for (const point of sorted) {
    const last = frontier.at(-1);
    if (last === undefined || point.violatingMinutes < last.violatingMinutes) frontier.push(point);
  }
  return frontier;
}

/**
 * What a frontier pays for as many violating minutes: between two of its points in a straight line, which can be had by running one
 * of them for part of the time. Where even its cheapest point violates less, that one; where its best violates more, undefined.
 */
export function costAt(frontier: readonly Point[], violatingMinutes: number): number | undefined {
  const hull = lowerHull(frontierOf(frontier));
  const [cheapest] = hull;
  if (cheapest === undefined) return undefined;
  if (violatingMinutes >= cheapest.violatingMinutes) return cheapest.cost;
  for (let index = 1; index < hull.length; index++) {
    const [before, after] = [hull[index - 1], hull[index]];
    if (violatingMinutes < after.violatingMinutes) continue;
    const share = (before.violatingMinutes - violatingMinutes) / (before.violatingMinutes - after.violatingMinutes);
    return before.cost + share * (after.cost - before.cost);
  }
  return undefined;
}

/** Leaves out what lies above a line between two others. */
function lowerHull(frontier: readonly Point[]): Point[] {
  const hull: Point[] = [];
  for (const point of frontier) {
    while (hull.length >= 2 && isAbove(hull[hull.length - 2], hull[hull.length - 1], point)) hull.pop();
    hull.push(point);
  }
  return hull;
}

function isAbove(one: Point, middle: Point, other: Point): boolean {
  const share = (middle.cost - one.cost) / (other.cost - one.cost);
  return middle.violatingMinutes >= one.violatingMinutes + share * (other.violatingMinutes - one.violatingMinutes);
}
