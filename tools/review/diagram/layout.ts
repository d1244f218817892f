import { word } from '../model/json';
import { USERS, type Edge, type Graph, type Node, type Place } from './graph';

/** A rectangle. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A box that is drawn for a node. */
export interface Placed extends Box {
  readonly node: Node;
}

/** A frame around boxes. */
export interface Frame extends Box {
  readonly style: 'group' | 'network' | 'tier' | 'zone' | 'block';
  readonly title: string;
}

/** An arrow with bends. */
export interface Route {
  readonly edge: Edge;
  readonly points: readonly (readonly [number, number])[];
  readonly label: readonly [number, number];
  readonly anchor: 'start' | 'middle' | 'end';
}

/** Everything that is drawn, and where. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly Frame[];
  readonly boxes: readonly Placed[];
}

/** Measures of the fixed grid. */
export const GRID = {
  width: 1000,
  margin: 12,
  /** The network's frame; lanes for arrows run along both of its sides. */
  network: { x: 28, right: 640 },
  zones: { x: 132, right: 620, gap: 12 },
  bars: { x: 144, right: 608 },
  services: { x: 756, right: 972 },
  users: { x: 28, width: 116 },
  edgeX: 244,
  node: 52,
  gap: 22,
  title: 26,
  edge: { y: 12, height: 104 },
  regionY: 148,
} as const;

/** The middle of the gap between zones, where the way in comes down. */
export const ENTRY_X = (GRID.zones.x + GRID.zones.right) / 2;

/** Puts the boxes of a graph on the grid. */
export function layOut(graph: Graph): Layout {
  const boxes: Placed[] = edgeRow(graph);
  const frames: Frame[] = [
    frame('group', graph.edgeRegion ? `Edge (${graph.edgeRegion})` : 'Outside', {
      ...span(GRID.edgeX, GRID.width - GRID.margin, GRID.edge.y, GRID.edge.y + GRID.edge.height),
    }),
  ];
  const networkY = GRID.regionY + GRID.title + 6;
  let y = networkY + GRID.title + 24;
  const tiers: Frame[] = [];
  for (const { place, name, subnets } of graph.tiers) {
    const bars = barsOf(graph, place, y + GRID.title);
    const bottom = Math.max(y + GRID.title + 14, ...bars.map((bar) => bar.y + bar.height));
    tiers.push(frame('tier', name, span(GRID.zones.x - 8, GRID.zones.right + 8, y, bottom + 12)));
    tiers.push(
      ...subnets.map(({ properties }, index) => {
        const zone = zoneBox(graph, index);
        return frame('block', word(properties.CidrBlock), { x: zone.x, y, width: zone.width - 12, height: GRID.title });
      }),
    );
    boxes.push(...bars);
    y = bottom + 12 + 14;
  }
  const networkBottom = y + 4;
  frames.push(frame('network', graph.network, span(GRID.network.x, GRID.network.right, networkY, networkBottom)));
  frames.push(...zoneFrames(graph, networkY + GRID.title, networkBottom - 8), ...tiers);
  boxes.push(...serviceColumn(graph, boxes));
  const operationsY = Math.max(networkBottom, ...boxes.map((box) => box.y + box.height)) + 44;
  boxes.push(...operationsRow(graph, operationsY));
  const bottom = operationsY + GRID.node + 16;
  const region = span(GRID.margin, GRID.width - GRID.margin, GRID.regionY, bottom);
  return {
    width: GRID.width,
    height: bottom + GRID.margin,
    frames: [frames[0], frame('group', `Region ${graph.region}`, region), ...frames.slice(1)],
    boxes,
  };
}

function frame(style: Frame['style'], title: string, box: Box): Frame {
  return { style, title, ...box };
}

function span(x: number, right: number, y: number, bottom: number): Box {
  return { x, y, width: right - x, height: bottom - y };
}

function edgeRow({ nodes }: Graph): Placed[] {
  const y = GRID.edge.y + GRID.title + 10;
  const others = nodes.filter(({ place, id, kind }) => place === 'edge' && id !== USERS && kind !== 'globe');
  const at = (node: Node, x: number, width: number): Placed => ({ node, x, y, width, height: GRID.node });
  return nodes
    .filter(({ place }) => place === 'edge')
    .map((node) => {
      if (node.id === USERS) return at(node, GRID.users.x, GRID.users.width);
      if (node.kind === 'globe') return at(node, ENTRY_X - 110, 220);
      return at(node, GRID.services.x - others.indexOf(node) * 260, GRID.services.right - GRID.services.x);
    });
}

/** The boxes of a tier: one row each across all zones, boxes of a single zone side by side. */
function barsOf(graph: Graph, place: Place, top: number): Placed[] {
  const nodes = graph.nodes.filter((node) => node.place === place);
  const zonal = nodes.filter(({ zone }) => zone !== undefined);
  const across = [...nodes.filter(({ zone }) => zone === undefined)].sort(
    (one, other) => Number(one.parts !== undefined) - Number(other.parts !== undefined),
  );
  const rows: Placed[] = zonal.map((node) => {
    const zone = zoneBox(graph, node.zone ?? 0);
    return { node, x: zone.x + 14, y: top, width: zone.width - 28, height: GRID.node };
  });
  let y = top + (zonal.length > 0 ? GRID.node + GRID.gap : 0);
  for (const node of across) {
    const height = node.parts && node.parts.length > 0 ? GRID.node + 40 : GRID.node;
    rows.push({ node, ...span(GRID.bars.x, GRID.bars.right, y, y + height) });
    y += height + GRID.gap;
  }
  return rows;
}

function zoneBox({ zones }: Graph, index: number): { x: number; width: number } {
  const number = Math.max(1, zones.length);
  const width = (GRID.zones.right - GRID.zones.x - (number - 1) * GRID.zones.gap) / number;
  return { x: GRID.zones.x + index * (width + GRID.zones.gap), width };
}

function zoneFrames(graph: Graph, top: number, bottom: number): Frame[] {
  return graph.zones.map((zone, index) => {
    const { x, width } = zoneBox(graph, index);
    return frame('zone', `Zone ${zone}`, { x, y: top, width, height: bottom - top });
  });
}

/** Services of the region that are in no network: queues beside those who use them, the others below. */
function serviceColumn({ nodes, edges }: Graph, bars: readonly Placed[]): Placed[] {
  const { x, right } = GRID.services;
  const regional = nodes.filter(({ place }) => place === 'regional');
  const isUsed = (node: Node) =>
    edges.some(
      ({ from, to, label }) => (to === node.id && label === 'send') || (from === node.id && label === 'receive'),
    );
  const placed: Placed[] = [];
  let y = GRID.regionY + GRID.title + 6 + GRID.title + 24;
  const put = (node: Node, top: number, height: number = GRID.node) => {
    const start = Math.max(y, top);
    placed.push({ node, ...span(x, right, start, start + height) });
    y = start + height + GRID.gap;
  };
  for (const queue of regional.filter(isUsed)) {
    const users = bars.filter(({ node }) =>
      edges.some(({ from, to }) => (from === node.id && to === queue.id) || (from === queue.id && to === node.id)),
    );
    const centres = users.map(centre);
    const height = Math.max(GRID.node, Math.max(...centres) - Math.min(...centres) + 36);
    const letters = regional.filter(({ id }) => edges.some(({ from, to }) => from === queue.id && to === id));
    const top = Math.min(...centres) - PORT - 18;
    for (const letter of letters) put(letter, top - GRID.gap - 20 - GRID.node);
    put(queue, Math.max(top, y + (letters.length > 0 ? 20 : 0)), height);
  }
  const stores = regional.filter((node) => !placed.some((box) => box.node === node));
  for (const store of stores) put(store, y + 12);
  return placed;
}

/** How far above its middle a bar has the ports of what it sends and receives. */
export const PORT = 14;

/** The middle of a box from top to bottom. */
export function centre({ y, height }: Box): number {
  return y + height / 2;
}

function operationsRow({ nodes }: Graph, y: number): Placed[] {
  const own = nodes.filter(({ place }) => place === 'operations');
  const row = [...own].sort((one, other) => Number(other.kind === 'vault') - Number(one.kind === 'vault'));
  const gap = 12;
  // The width follows the longest line of each.
  const needs = row.map(({ title, text }) => 70 + 7 * Math.max(title.length, text.length));
  const scale =
    (GRID.services.right - GRID.network.x - (row.length - 1) * gap) / needs.reduce((sum, need) => sum + need, 0);
  let x: number = GRID.network.x;
  return row.map((node, index) => {
    const width = Math.round(needs[index] * scale);
    const placed = { node, x, y, width, height: GRID.node };
    x += width + gap;
    return placed;
  });
}
