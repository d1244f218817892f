import { GLYPHS } from './glyphs';
import type { Graph, Node } from './graph';
import { layOut, type Frame, type Placed, type Route } from './layout';
import { routesOf } from './routes';
import type { Theme } from './theme';

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** Letters are about this wide, as a part of their size. */
const LETTER = 0.55;

/** The drawing of an architecture: the same bytes for the same graph. */
export function drawing(graph: Graph, theme: Theme): string {
  const { width, height, frames, boxes } = layOut(graph);
  const routes = routesOf(graph, boxes);
  const colour = (route: Route) => colourOf(route, boxes, theme);
  const colours = [...new Set(routes.map(colour))];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description" font-family="${FONT}">`,
    '<title id="title">Architecture</title>',
    `<desc id="description">${escape(describe(graph))}</desc>`,
    '<defs>',
    ...colours.map(
      (value, index) =>
        `<marker id="arrow${index}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="${value}"/></marker>`,
    ),
    '</defs>',
    `<rect width="${width}" height="${height}" rx="8" fill="${theme.background}"/>`,
    ...frames.map((one) => frame(one, theme)),
    ...routes.map((route) => arrow(route, colour(route), colours.indexOf(colour(route)))),
    ...boxes.map((placed) => box(placed, theme)),
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

function box({ node, x, y, width, height, ...rest }: Placed, theme: Theme): string {
  const colour = theme.kinds[node.kind];
  const room = width - 54;
  const isPlain = node.text === '';
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="7" fill="${theme.box}" stroke="${colour}" stroke-width="1.5"/>`,
    glyph(node, x + 12, y + (node.parts ? 14 : (height - 24) / 2), colour),
    text(fit(node.title, room, 14), x + 48, y + (node.parts ? 23 : height / 2 + (isPlain ? 5 : -3)), {
      size: 14,
      weight: 600,
      fill: theme.text,
    }),
    ...(isPlain
      ? []
      : [
          text(fit(node.text, room, 12), x + 48, y + (node.parts ? 39 : height / 2 + 14), {
            size: 12,
            weight: 400,
            fill: theme.quiet,
          }),
        ]),
    ...parts({ node, x, y, width, height, ...rest }, theme),
  ].join('\n');
}

/** The instances of a cluster, side by side. */
function parts({ node, x, y, width, height }: Placed, theme: Theme): string[] {
  const own = node.parts ?? [];
  const gap = 12;
  const each = (width - 24 - (own.length - 1) * gap) / Math.max(1, own.length);
  return own.map(({ title }, index) => {
    const left = x + 12 + index * (each + gap);
    const top = y + height - 40;
    return [
      `<rect x="${left}" y="${top}" width="${each}" height="30" rx="5" fill="${theme.tier}" stroke="${theme.kinds[node.kind]}"/>`,
      text(fit(title, each - 16, 12), left + each / 2, top + 19, {
        size: 12,
        weight: 600,
        fill: theme.text,
        anchor: 'middle',
      }),
    ].join('\n');
  });
}

function glyph({ kind }: Node, x: number, y: number, colour: string): string {
  return `<g transform="translate(${x} ${y})" fill="none" stroke="${colour}" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${GLYPHS[kind]}</g>`;
}

function arrow({ points }: Route, colour: string, marker: number): string {
  const path = points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join(' ');
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.6" stroke-linejoin="round" marker-end="url(#arrow${marker})"/>`;
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
