import { word } from '../model/json';
import { LETTER, ROWS, SIZES, zoneAt, type Grid } from './grid';
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

/** Puts the boxes of a graph on the grid. */
export function layOut(graph: Graph, grid: Grid): Layout {
  const boxes: Placed[] = edgeRow(graph, grid);
  const frames: Frame[] = [
    frame('group', graph.edgeRegion ? `Edge (${graph.edgeRegion})` : 'Outside', {
      ...span(grid.edgeX, grid.width - grid.margin, ROWS.edge.y, ROWS.edge.y + ROWS.edge.height),
    }),
  ];
  const networkY = ROWS.regionY + ROWS.title + 6;
  let y = networkY + ROWS.title + 24;
  const tiers: Frame[] = [];
  for (const { place, name, subnets } of graph.tiers) {
    const bars = barsOf(graph, grid, place, y + ROWS.title);
    const bottom = Math.max(y + ROWS.title + 14, ...bars.map((bar) => bar.y + bar.height));
    tiers.push(frame('tier', name, span(grid.zones.x - 8, grid.zones.right + 8, y, bottom + 12)));
    tiers.push(
      ...(grid.hasRanges ? subnets : []).map(({ properties }, index) => {
        const zone = zoneAt(grid, graph.zones.length, index);
        return frame('block', word(properties.CidrBlock), { x: zone.x, y, width: zone.width - 12, height: ROWS.title });
      }),
    );
    boxes.push(...bars);
    y = bottom + 12 + 14;
  }
  const networkBottom = y + 4;
  frames.push(frame('network', graph.network, span(grid.network.x, grid.network.right, networkY, networkBottom)));
  frames.push(...zoneFrames(graph, grid, networkY + ROWS.title, networkBottom - 8), ...tiers);
  boxes.push(...serviceColumn(graph, grid, boxes));
  const operationsY = Math.max(networkBottom, ...boxes.map((box) => box.y + box.height)) + 44;
  boxes.push(...operationsRows(graph, grid, operationsY));
  const bottom = Math.max(operationsY + ROWS.node, ...boxes.map((box) => box.y + box.height)) + 16;
  const region = span(grid.margin, grid.width - grid.margin, ROWS.regionY, bottom);
  return {
    width: grid.width,
    height: bottom + grid.margin,
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

function edgeRow({ nodes }: Graph, grid: Grid): Placed[] {
  const y = ROWS.edge.y + ROWS.title + 10;
  const others = nodes.filter(({ place, id, kind }) => place === 'edge' && id !== USERS && kind !== 'globe');
  const at = (node: Node, x: number, width: number): Placed => ({ node, x, y, width, height: ROWS.node });
  return nodes
    .filter(({ place }) => place === 'edge')
    .map((node) => {
      if (node.id === USERS) return at(node, grid.users.x, grid.users.width);
      if (node.kind === 'globe') return at(node, (grid.zones.x + grid.zones.right - ROWS.globe) / 2, ROWS.globe);
      return at(node, grid.services.x - others.indexOf(node) * 260, grid.services.right - grid.services.x);
    });
}

/** The boxes of a tier: one row each across all zones, boxes of a single zone side by side. */
function barsOf(graph: Graph, grid: Grid, place: Place, top: number): Placed[] {
  const nodes = graph.nodes.filter((node) => node.place === place);
  const zonal = nodes.filter(({ zone }) => zone !== undefined);
  const across = [...nodes.filter(({ zone }) => zone === undefined)].sort(
    (one, other) => Number(one.parts !== undefined) - Number(other.parts !== undefined),
  );
  const rows: Placed[] = zonal.map((node) => {
    const zone = zoneAt(grid, graph.zones.length, node.zone ?? 0);
    const inset = zone.width < 200 ? 6 : 14;
    return { node, x: zone.x + inset, y: top, width: zone.width - 2 * inset, height: ROWS.node };
  });
  let y = top + (zonal.length > 0 ? ROWS.node + ROWS.gap : 0);
  for (const node of across) {
    const height = node.parts && node.parts.length > 0 ? ROWS.node + 40 : ROWS.node;
    rows.push({ node, ...span(grid.bars.x, grid.bars.right, y, y + height) });
    y += height + ROWS.gap;
  }
  return rows;
}

function zoneFrames(graph: Graph, grid: Grid, top: number, bottom: number): Frame[] {
  return graph.zones.map((zone, index) => {
    const { x, width } = zoneAt(grid, graph.zones.length, index);
    return frame('zone', `Zone ${zone}`, { x, y: top, width, height: bottom - top });
  });
}

/** Services of the region that are in no network: queues beside those who use them, the others below. */
function serviceColumn({ nodes, edges }: Graph, grid: Grid, bars: readonly Placed[]): Placed[] {
  const { x, right } = grid.services;
  const regional = nodes.filter(({ place }) => place === 'regional');
  const isUsed = (node: Node) =>
    edges.some(
      ({ from, to, label }) => (to === node.id && label === 'send') || (from === node.id && label === 'receive'),
    );
  const placed: Placed[] = [];
  let y = ROWS.regionY + ROWS.title + 6 + ROWS.title + 24;
  const put = (node: Node, top: number, height: number = ROWS.node) => {
    const start = Math.max(y, top);
    placed.push({ node, ...span(x, right, start, start + height) });
    y = start + height + ROWS.gap;
  };
  for (const queue of regional.filter(isUsed)) {
    const users = bars.filter(({ node }) =>
      edges.some(({ from, to }) => (from === node.id && to === queue.id) || (from === queue.id && to === node.id)),
    );
    const centres = users.map(centre);
    const height = Math.max(ROWS.node, Math.max(...centres) - Math.min(...centres) + 36);
    const letters = regional.filter(({ id }) => edges.some(({ from, to }) => from === queue.id && to === id));
    const top = Math.min(...centres) - PORT - 18;
    for (const letter of letters) put(letter, top - ROWS.gap - 20 - ROWS.node);
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

/** In as many rows as they need; their widths follow the longest line of each. */
function operationsRows({ nodes }: Graph, grid: Grid, top: number): Placed[] {
  const { gap, inside } = grid;
  const room = grid.services.right - grid.network.x;
  const own = nodes.filter(({ place }) => place === 'operations');
  const vaultsFirst = [...own].sort((one, other) => Number(other.kind === 'vault') - Number(one.kind === 'vault'));
  const need = ({ title, text }: Node) =>
    inside.rest + LETTER * Math.max(title.length * SIZES.title, text.length * SIZES.text);
  const total = (row: readonly Node[]) => row.reduce((sum, node) => sum + need(node) + gap, -gap);
  const number = Math.max(1, Math.ceil(total(vaultsFirst) / room));
  const each = Math.ceil(vaultsFirst.length / number);
  return Array.from({ length: number }, (_row, index) => vaultsFirst.slice(index * each, (index + 1) * each)).flatMap(
    (row, index) => {
      const scale = (room - (row.length - 1) * gap) / (total(row) - (row.length - 1) * gap);
      let x: number = grid.network.x;
      return row.map((node) => {
        const width = Math.round(need(node) * scale);
        const placed = { node, x, y: top + index * (ROWS.node + 14), width, height: ROWS.node };
        x += width + gap;
        return placed;
      });
    },
  );
}
