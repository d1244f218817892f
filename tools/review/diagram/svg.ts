import { GLYPHS } from './glyphs';
import type { Graph, Node } from './graph';
import { LETTER, SIZES, WIDE, type Grid } from './grid';
import { layOut, type Frame, type Placed, type Route } from './layout';
import { routesOf } from './routes';
import type { Theme } from './theme';

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** What a drawing points out of a box. */
export type Mark = 'new' | 'changed' | 'replaced' | 'removed';

/** How a drawing differs from the one of a page of its own. */
export interface DrawingOptions {
  readonly grid?: Grid;
  /** What tells its ids from those of other drawings in the same document. */
  readonly prefix?: string;
  readonly title?: string;
  /** By the ids of boxes, or of a box and the title of a part: `id/Reader 1`. */
  readonly marks?: ReadonlyMap<string, Mark>;
}

/** The drawing of an architecture: the same bytes for the same graph. */
export function drawing(graph: Graph, theme: Theme, options: DrawingOptions = {}): string {
  const { grid = WIDE, prefix = '', title = 'Architecture', marks = new Map<string, Mark>() } = options;
  const { width, height, frames, boxes } = layOut(graph, grid);
  const routes = routesOf(graph, grid, boxes);
  const colour = (route: Route) => colourOf(route, boxes, theme);
  const colours = [...new Set(routes.map(colour))];
  const marker = (route: Route) => `${prefix}arrow${colours.indexOf(colour(route))}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${prefix}title ${prefix}description" font-family="${FONT}">`,
    `<title id="${prefix}title">${escape(title)}</title>`,
    `<desc id="${prefix}description">${escape(describe(graph))}</desc>`,
    '<defs>',
    ...colours.map(
      (value, index) =>
        `<marker id="${prefix}arrow${index}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="${value}"/></marker>`,
    ),
    '</defs>',
    `<rect width="${width}" height="${height}" rx="8" fill="${theme.background}"/>`,
    ...frames.map((one) => frame(one, theme)),
    ...routes.map((route) => arrow(route, colour(route), marker(route))),
    ...boxes.map((placed) => box(placed, theme, grid, marks)),
    ...labels(routes, theme),
    '</svg>',
    '',
  ].join('\n');
}

/** The drawing in words, for those who do not see it. */
function describe({ nodes, edges }: Graph): string {
  const title = (id: string) => nodes.find((node) => node.id === id)?.title ?? id;
  return edges.map(({ from, to, label }) => `${title(from)} to ${title(to)}${label ? ` (${label})` : ''}`).join('; ');
}

function frame({ style, title, x, y, width, height }: Frame, theme: Theme): string {
  const fill = { group: theme.group, network: theme.network, tier: theme.tier, zone: 'none', block: 'none' }[style];
  const dash = style === 'zone' ? ' stroke-dasharray="5 4"' : '';
  const stroke = style === 'tier' || style === 'block' ? 'none' : theme.border;
  const size = style === 'group' || style === 'network' ? 14 : 12;
  const weight = style === 'group' || style === 'network' ? 600 : 500;
  const [textX, textY, anchor] = {
    group: [x + 12, y + 19, 'start'] as const,
    network: [x + 12, y + 19, 'start'] as const,
    tier: [x + 12, y + 18, 'start'] as const,
    zone: [x + width / 2, y + 15, 'middle'] as const,
    block: [x + width, y + 18, 'end'] as const,
  }[style];
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${style === 'tier' ? 6 : 8}" fill="${fill}" stroke="${stroke}"${dash}/>`,
    text(title, textX, textY, { size, weight, fill: theme.quiet, anchor }),
  ].join('\n');
}

function box(placed: Placed, theme: Theme, { inside }: Grid, marks: ReadonlyMap<string, Mark>): string {
  const { node, x, y, width, height } = placed;
  const colour = theme.kinds[node.kind];
  const mark = marks.get(node.id);
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="7" ${outline(theme, colour, mark)}/>`,
    ...(isCramped(placed, inside) ? crampedTitle(placed, theme) : titled(placed, theme, inside)),
    ...parts(placed, theme, marks),
    // A small box is too near to the title of its tier.
    ...tag(mark, x + width, isCramped(placed, inside) ? y + height : y, theme),
  ].join('\n');
}

/** What is marked stands out by its fill and its border, and says in a word why. */
function outline({ box: fill, marks }: Theme, colour: string, mark?: Mark): string {
  if (!mark) return `fill="${fill}" stroke="${colour}" stroke-width="1.5"`;
  const dash = mark === 'removed' ? ' stroke-dasharray="6 4"' : '';
  return `fill="${marks[mark].fill}" stroke="${marks[mark].stroke}" stroke-width="2.5"${dash}`;
}

/** A word on the upper right corner of a box. */
function tag(mark: Mark | undefined, right: number, top: number, { marks }: Theme): string[] {
  if (!mark) return [];
  const width = 16 + mark.length * 7;
  return [
    `<rect x="${right - width - 10}" y="${top - 9}" width="${width}" height="18" rx="9" fill="${marks[mark].stroke}"/>`,
    text(mark, right - 10 - width / 2, top + 4, { size: 12, weight: 600, fill: marks[mark].text, anchor: 'middle' }),
  ];
}

/** Whether a box has no room for its title beside a drawing. */
function isCramped({ node, width }: Placed, { rest }: Grid['inside']): boolean {
  return fit(node.title, width - rest, SIZES.title) !== node.title && width < 130;
}

function crampedTitle({ node, x, y, width, height }: Placed, theme: Theme): string[] {
  const style = { size: 12, weight: 600, fill: theme.text, anchor: 'middle' };
  return [text(fit(node.title, width - 8, 12), x + width / 2, y + height / 2 + 5, style)];
}

function titled({ node, x, y, width, height }: Placed, theme: Theme, inside: Grid['inside']): string[] {
  const room = width - inside.rest;
  const left = x + inside.text;
  const isPlain = node.text === '';
  const [title, below] = node.parts ? [y + 23, y + 39] : [y + height / 2 + (isPlain ? 5 : -3), y + height / 2 + 14];
  return [
    glyph(node, x + inside.sign, y + (node.parts ? 14 : (height - 24) / 2), theme.kinds[node.kind]),
    text(fit(node.title, room, SIZES.title), left, title, { size: SIZES.title, weight: 600, fill: theme.text }),
    ...(isPlain
      ? []
      : [text(fit(node.text, room, SIZES.text), left, below, { size: SIZES.text, weight: 400, fill: theme.quiet })]),
  ];
}

/** The instances of a cluster, side by side. */
function parts({ node, x, y, width, height }: Placed, theme: Theme, marks: ReadonlyMap<string, Mark>): string[] {
  const own = node.parts ?? [];
  const gap = 12;
  const each = (width - 24 - (own.length - 1) * gap) / Math.max(1, own.length);
  return own.map(({ title }, index) => {
    const left = x + 12 + index * (each + gap);
    const top = y + height - 40;
    const mark = marks.get(`${node.id}/${title}`);
    const style = mark
      ? outline(theme, theme.kinds[node.kind], mark)
      : `fill="${theme.tier}" stroke="${theme.kinds[node.kind]}"`;
    return [
      `<rect x="${left}" y="${top}" width="${each}" height="30" rx="5" ${style}/>`,
      text(fit(title, each - 16, 12), left + each / 2, top + 19, {
        size: 12,
        weight: 600,
        fill: theme.text,
        anchor: 'middle',
      }),
      ...tag(mark, left + each, top, theme),
    ].join('\n');
  });
}

function glyph({ kind }: Node, x: number, y: number, colour: string): string {
  return `<g transform="translate(${x} ${y})" fill="none" stroke="${colour}" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${GLYPHS[kind]}</g>`;
}

function arrow({ points }: Route, colour: string, marker: string): string {
  const path = points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join(' ');
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.6" stroke-linejoin="round" marker-end="url(#${marker})"/>`;
}

/** An arrow has the colour of what it reaches; one from a queue, that of the queue. */
function colourOf({ edge }: Route, boxes: readonly Placed[], theme: Theme): string {
  const node = (id: string) => boxes.find((placed) => placed.node.id === id)?.node;
  const [from, to] = [node(edge.from), node(edge.to)];
  return theme.kinds[from?.kind === 'queue' ? 'queue' : (to?.kind ?? 'nat')];
}

/** Labels, once where arrows share their end; with a rim in the colour of the page, to be read across lines. */
function labels(routes: readonly Route[], theme: Theme): string[] {
  const drawn = new Map(routes.map((route) => [route.label.join(), route]));
  return [...drawn.values()]
    .filter(({ edge }) => edge.label !== '')
    .map(({ edge, label: [x, y], anchor }) =>
      text(edge.label, x, y, { size: 12, weight: 500, fill: theme.text, anchor, rim: theme.background }),
    );
}

interface TextStyle {
  readonly size: number;
  readonly weight: number;
  readonly fill: string;
  readonly anchor?: string;
  readonly rim?: string;
}

function text(content: string, x: number, y: number, { size, weight, fill, anchor = 'start', rim }: TextStyle): string {
  const halo = rim ? ` stroke="${rim}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"` : '';
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}"${halo}>${escape(content)}</text>`;
}

/** Shortens a text that does not fit. */
function fit(content: string, width: number, size: number): string {
  const most = Math.floor(width / (size * LETTER));
  return content.length <= most ? content : `${content.slice(0, most - 1).trimEnd()}…`;
}

function escape(content: string): string {
  return content.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
