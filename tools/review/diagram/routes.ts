import type { Edge, Graph } from './graph';
import { entryX, ROWS, type Grid } from './grid';
import { centre, PORT, type Placed, type Route } from './layout';

type Point = readonly [number, number];

/** Where arrows to a target run, and how far below the middle of a bar they leave it. */
interface Lane {
  readonly x: number;
  readonly port: number;
}

/** What an arrow has to get around. */
interface Surroundings {
  readonly grid: Grid;
  readonly boxes: readonly Placed[];
  /** Where the way in comes down. */
  readonly entry: number;
  /** The lane of the target. */
  readonly own?: Lane;
}

/** Bends every arrow around the boxes. Arrows with the same targets share a lane. */
export function routesOf(graph: Graph, grid: Grid, boxes: readonly Placed[]): Route[] {
  const box = new Map(boxes.map((placed) => [placed.node.id, placed]));
  const lanes = lanesOf(graph, grid, box);
  const around = { grid, boxes, entry: entryX(grid, graph.zones.length) };
  return graph.edges.flatMap((edge) => {
    const from = box.get(edge.from);
    const to = box.get(edge.to);
    return from && to ? [route(edge, from, to, { ...around, own: lanes.get(edge.to) })] : [];
  });
}

/** The lane of each target on its side: the lower the target, the further out on the left and in on the right. */
function lanesOf({ nodes, edges }: Graph, { lanes }: Grid, box: ReadonlyMap<string, Placed>): Map<string, Lane> {
  const reached = nodes.filter(({ id }) => edges.some(({ to }) => to === id));
  const side = (places: readonly string[]) =>
    reached
      .filter(({ place, kind }) => places.includes(place) && kind !== 'queue')
      .sort((one, other) => places.indexOf(one.place) - places.indexOf(other.place) || below(box, one.id, other.id));
  // All ways out to the internet are one lane.
  const out = side(['public']);
  const first = Math.min(1, out.length);
  const left = [
    ...out.map(({ id }): [string, Lane] => [id, { x: lanes.left, port: portOf(-1) }]),
    ...side(['isolated']).map(({ id }, index): [string, Lane] => {
      const number = index + first;
      return [id, { x: lanes.left + number * lanes.step, port: portOf(number - 1) }];
    }),
  ];
  const regional = side(['regional']);
  const right = regional.map(({ id }, number): [string, Lane] => {
    return [id, { x: lanes.right + number * lanes.step, port: portOf(regional.length - 1 - number) }];
  });
  return new Map([...left, ...right]);
}

function below(box: ReadonlyMap<string, Placed>, one: string, other: string): number {
  return (box.get(other)?.y ?? 0) - (box.get(one)?.y ?? 0);
}

function route(edge: Edge, from: Placed, to: Placed, around: Surroundings): Route {
  const { grid, boxes, own = { x: grid.lanes.right, port: 0 } } = around;
  const places = [from.node.place, to.node.place];
  const isInside = (place: string) => ['public', 'private', 'isolated'].includes(place);
  if (places.every((place) => place === 'edge')) return level(edge, from, to);
  if (from.node.place === 'edge') return down(edge, from, to, around);
  if (to.node.place === 'public') {
    // Said once, at the first of them.
    const isFirst = !boxes.some(({ node, x }) => node.place === 'public' && node.kind === 'nat' && x < to.x);
    return lane(isFirst ? edge : { ...edge, label: '' }, from, to, { ...own, port: -PORT });
  }
  if (places.every((place) => place === 'isolated')) return between(edge, from, to, around);
  if (to.node.place === 'isolated') return lane(edge, from, to, own);
  if (places.every(isInside)) return between(edge, from, to, around);
  if (to.node.place === 'operations') return drop(edge, from, to);
  if (places.every((place) => place === 'regional')) return redrive(edge, from, to);
  if (to.node.kind === 'queue' || from.node.kind === 'queue') return queue(edge, from, to, grid);
  return lane(edge, from, to, own);
}

/** Where a bar has the port of a lane: below its middle, one under the other. */
function portOf(number: number): number {
  return Math.min(4 + 12 * Math.max(0, number), ROWS.node / 2 - 4);
}

/** Side by side in the edge. */
function level(edge: Edge, from: Placed, to: Placed): Route {
  const y = centre(from);
  const points: Point[] = [
    [from.x + from.width, y],
    [to.x, y],
  ];
  return { edge, points, label: [(points[0][0] + points[1][0]) / 2, y - 7], anchor: 'middle' };
}

/** From the edge down into the network, between the zones. */
function down(edge: Edge, from: Placed, to: Placed, { entry }: Surroundings): Route {
  const isAbove = from.x <= entry && entry <= from.x + from.width;
  const x = isAbove ? entry : from.x + from.width / 2;
  const start: Point = [x, from.y + from.height];
  const bend = ROWS.edge.y + ROWS.edge.height + 14;
  const points: Point[] = isAbove ? [start, [x, to.y]] : [start, [x, bend], [entry, bend], [entry, to.y]];
  return { edge, points, label: [entry + 8, bend + 4], anchor: 'start' };
}

/** Along a side of the network: the left one, or the right one to services of the region. */
function lane(edge: Edge, from: Placed, to: Placed, { x, port }: Lane): Route {
  const y = centre(from) + port;
  const end = centre(to);
  return {
    edge,
    points: [
      [x < from.x ? from.x : from.x + from.width, y],
      [x, y],
      [x, end],
      [to.x, end],
    ],
    label: [to.x - 10, end - 6],
    anchor: 'end',
  };
}

/** From one bar to the next below, or past others along the right. */
function between(edge: Edge, from: Placed, to: Placed, { boxes, entry, grid }: Surroundings): Route {
  const { skip } = grid.lanes;
  const isNext = !boxes.some((other) => other.y > from.y && other.y < to.y && other.node.place !== 'regional');
  if (isNext) {
    const points: Point[] = [
      [entry, from.y + from.height],
      [entry, to.y],
    ];
    return { edge, points, label: [entry + 8, (points[0][1] + points[1][1]) / 2 + 3], anchor: 'start' };
  }
  const [y, end] = [centre(from), centre(to)];
  const right = from.x + from.width;
  return {
    edge,
    points: [
      [right, y],
      [skip, y],
      [skip, end],
      [to.x + to.width, end],
    ],
    label: [skip - 4, end - 6],
    anchor: 'end',
  };
}

/** Straight down to what keeps copies. */
function drop(edge: Edge, from: Placed, to: Placed): Route {
  const x = Math.max(from.x + 24, to.x + to.width / 2);
  return {
    edge,
    points: [
      [x, from.y + from.height],
      [x, to.y],
    ],
    label: [x + 8, to.y - 14],
    anchor: 'start',
  };
}

/** Up to the dead letters. */
function redrive(edge: Edge, from: Placed, to: Placed): Route {
  const x = from.x + from.width / 2;
  const isAbove = to.y < from.y;
  const points: Point[] = [
    [x, isAbove ? from.y : from.y + from.height],
    [x, isAbove ? to.y + to.height : to.y],
  ];
  return { edge, points, label: [x + 8, (points[0][1] + points[1][1]) / 2 + 4], anchor: 'start' };
}

/** Straight across to a queue or from it, bent where the queue is higher or lower. */
function queue(edge: Edge, from: Placed, to: Placed, { lanes }: Grid): Route {
  const isSending = to.node.kind === 'queue';
  const [bar, box] = isSending ? [from, to] : [to, from];
  const y = centre(bar) - PORT;
  const port = Math.min(Math.max(y, box.y + 10), box.y + box.height - 10);
  const bend = lanes.right - 8;
  const points: Point[] = [
    [bar.x + bar.width, y],
    [bend, y],
    [bend, port],
    [box.x, port],
  ];
  return {
    edge,
    points: isSending ? points : [...points].reverse(),
    label: [box.x - 8, port - 6],
    anchor: 'end',
  };
}
