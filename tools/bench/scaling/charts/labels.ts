/** A text beside a point. */
export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

export interface PlacedLabel extends Label {
  /** Where the text begins, or ends. */
  readonly textX: number;
  /** Its baseline. */
  readonly textY: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Size of text of 13 pixels: fonts differ, so a little generous. */
const LETTER = 6.9;
const HEIGHT = 14;
const DOT = 7;

/** Where a label can be, seen from its point, the best first. */
const PLACES: readonly (readonly [number, number, PlacedLabel['anchor']])[] = [
  [10, 4, 'start'],
  [-10, 4, 'end'],
  [0, -11, 'middle'],
  [0, 21, 'middle'],
  [8, -8, 'start'],
  [8, 17, 'start'],
  [-8, -8, 'end'],
  [-8, 17, 'end'],
  [12, -20, 'start'],
  [12, 29, 'start'],
  [-12, -20, 'end'],
  [-12, 29, 'end'],
];

/** Puts each label where it covers no point, no other label and no edge; where there is no such place, where it covers least. */
export function placeLabels(labels: readonly Label[], bounds: Box): PlacedLabel[] {
  const dots = labels.map(({ x, y }) => ({ left: x - DOT, right: x + DOT, top: y - DOT, bottom: y + DOT }));
  const taken: Box[] = [];
  // Those on the edges have fewer places to go.
  return labels.map((label, index) => {
    const others = dots.filter((_, other) => other !== index);
    const candidates = PLACES.map(([dx, dy, anchor]) => {
      const placed = { ...label, textX: label.x + dx, textY: label.y + dy, anchor };
      const box = boxOf(placed);
      const covered = [...others, ...taken].reduce((sum, one) => sum + overlap(box, one), 0);
      return { placed, box, covered: covered + outside(box, bounds) };
    });
    const least = Math.min(...candidates.map(({ covered }) => covered));
    const best = candidates.find(({ covered }) => covered === least) ?? candidates[0];
    taken.push(best.box);
    return best.placed;
  });
}

/** Moves labels of lines that end at nearly the same height apart, in their order. */
export function spread(heights: readonly number[], distance: number): number[] {
  const order = heights.map((height, index) => ({ height, index })).sort((one, other) => one.height - other.height);
  const placed = order.map(({ height }) => height);
  // Each pair that is too close gives way to both sides; a few rounds settle it.
  for (let round = 0; round < 100; round++) {
    for (let index = 1; index < placed.length; index++) {
      const missing = distance - (placed[index] - placed[index - 1]);
      if (missing <= 0) continue;
      placed[index - 1] -= missing / 2;
      placed[index] += missing / 2;
    }
  }
  const result: number[] = [];
  order.forEach(({ index }, position) => (result[index] = placed[position]));
  return result;
}

function boxOf({ text, textX, textY, anchor }: PlacedLabel): Box {
  const width = text.length * LETTER;
  const left = anchor === 'start' ? textX : anchor === 'end' ? textX - width : textX - width / 2;
  return { left, right: left + width, top: textY - HEIGHT + 3, bottom: textY + 3 };
}

function overlap(one: Box, other: Box): number {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Outside is worse than on anything. */
function outside(box: Box, bounds: Box): number {
  const beyond =
    Math.max(0, bounds.left - box.left) +
    Math.max(0, box.right - bounds.right) +
    Math.max(0, bounds.top - box.top) +
    Math.max(0, box.bottom - bounds.bottom);
  return 1000 * beyond;
}
