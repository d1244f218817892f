/** Measures of a drawing: where columns begin and end, and where arrows run between them. */
export interface Grid {
  readonly width: number;
  readonly margin: number;
  /** The network's frame; lanes for arrows run along both of its sides. */
  readonly network: { readonly x: number; readonly right: number };
  readonly zones: { readonly x: number; readonly right: number; readonly gap: number };
  readonly bars: { readonly x: number; readonly right: number };
  readonly services: { readonly x: number; readonly right: number };
  readonly users: { readonly x: number; readonly width: number };
  readonly edgeX: number;
  /** Where lanes begin: on the left out to NAT and in to data, on the right to services of the region, and past other bars. */
  readonly lanes: { readonly left: number; readonly right: number; readonly skip: number; readonly step: number };
  /** Whether subnets say their ranges of addresses. */
  readonly hasRanges: boolean;
}

/** For a page of its own. */
export const WIDE: Grid = {
  width: 1000,
  margin: 12,
  network: { x: 28, right: 640 },
  zones: { x: 132, right: 620, gap: 12 },
  bars: { x: 144, right: 608 },
  services: { x: 756, right: 972 },
  users: { x: 28, width: 116 },
  edgeX: 244,
  lanes: { left: 48, right: 656, skip: 628, step: 13 },
  hasRanges: true,
};

/** For two drawings side by side, whose letters stay legible. */
export const NARROW: Grid = {
  width: 780,
  margin: 6,
  network: { x: 16, right: 492 },
  zones: { x: 96, right: 476, gap: 8 },
  bars: { x: 104, right: 468 },
  services: { x: 598, right: 764 },
  users: { x: 16, width: 106 },
  edgeX: 160,
  lanes: { left: 30, right: 506, skip: 484, step: 13 },
  hasRanges: false,
};

/** Heights and gaps, the same in every drawing. */
export const ROWS = {
  node: 52,
  gap: 22,
  title: 26,
  edge: { y: 12, height: 104 },
  regionY: 148,
  /** How wide the distribution is. */
  globe: 220,
} as const;

/** The left border and the width of a zone. */
export function zoneAt({ zones }: Grid, number: number, index: number): { x: number; width: number } {
  const count = Math.max(1, number);
  const width = (zones.right - zones.x - (count - 1) * zones.gap) / count;
  return { x: zones.x + index * (width + zones.gap), width };
}

/** Where the way in comes down: the gap between zones that is nearest to their middle. */
export function entryX(grid: Grid, zones: number): number {
  if (zones < 2) return (grid.zones.x + grid.zones.right) / 2;
  return zoneAt(grid, zones, Math.floor(zones / 2)).x - grid.zones.gap / 2;
}
