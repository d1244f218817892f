/** Measures of a drawing: where columns begin and end, and where arrows run between them. */
export interface Grid {
  readonly width: number;
  readonly margin: number;
  /** The network's frame; lanes for arrows run along both of its sides. */
  readonly network: { readonly x: number; readonly right: number };
  readonly zones: { readonly x: number; readonly right: number };
  /** Between what stands side by side. */
  readonly gap: number;
  readonly bars: { readonly x: number; readonly right: number };
  readonly services: { readonly x: number; readonly right: number };
  readonly users: { readonly x: number; readonly width: number };
  readonly edgeX: number;
  /** Where lanes begin: on the left out to NAT and in to data, on the right to services of the region, and past other bars. */
  readonly lanes: { readonly left: number; readonly right: number; readonly skip: number; readonly step: number };
  /** Where a box has its sign and its text, and what of its width is not the text's. */
  readonly inside: { readonly sign: number; readonly text: number; readonly rest: number };
  /** Whether subnets say their ranges of addresses. */
  readonly hasRanges: boolean;
}

/** For a page of its own. */
export const WIDE: Grid = {
  width: 1000,
  margin: 12,
  network: { x: 28, right: 640 },
  zones: { x: 132, right: 620 },
  gap: 12,
  bars: { x: 144, right: 608 },
  services: { x: 756, right: 972 },
  users: { x: 28, width: 116 },
  edgeX: 244,
  lanes: { left: 48, right: 656, skip: 628, step: 13 },
  inside: { sign: 12, text: 48, rest: 54 },
  hasRanges: true,
};

/** For two drawings side by side, whose letters stay legible. */
export const NARROW: Grid = {
  width: 780,
  margin: 6,
  network: { x: 16, right: 492 },
  zones: { x: 96, right: 476 },
  gap: 8,
  bars: { x: 104, right: 468 },
  services: { x: 598, right: 764 },
  users: { x: 16, width: 106 },
  edgeX: 160,
  lanes: { left: 30, right: 506, skip: 484, step: 13 },
  inside: { sign: 9, text: 40, rest: 46 },
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

/** Sizes of a box's letters. */
export const SIZES = { title: 14, text: 12 } as const;

/** Letters are about this wide, as a part of their size. */
export const LETTER = 0.55;

/** The left border and the width of a zone. */
export function zoneAt({ zones, gap }: Grid, number: number, index: number): { x: number; width: number } {
  const count = Math.max(1, number);
  const width = (zones.right - zones.x - (count - 1) * gap) / count;
  return { x: zones.x + index * (width + gap), width };
}

/** Where the way in comes down: the gap between zones that is nearest to their middle. */
export function entryX(grid: Grid, zones: number): number {
  if (zones < 2) return (grid.zones.x + grid.zones.right) / 2;
  return zoneAt(grid, zones, Math.floor(zones / 2)).x - grid.gap / 2;
}
