import { USERS, type Edge, type Graph } from './graph';
import { centre, ENTRY_X, GRID, PORT, type Placed, type Route } from './layout';

/** Where lanes begin: on the left out to NAT and in to data, on the right to services of the region, and past other bars. */
const LANES = { left: 48, right: 656, skip: 628, step: 13 } as const;

type Point = readonly [number, number];

/** Where arrows to a target run, and how far below the middle of a bar they leave it. */
interface Lane {
  readonly x: number;
  readonly port: number;
}

/** Bends every arrow around the boxes. Arrows with the same targets share a lane. */
export function routesOf(graph: Graph, boxes: readonly Placed[]): Route[] {
  const box = new Map(boxes.map((placed) => [placed.node.id, placed]));
  const lanes = lanesOf(graph, box);
  return graph.edges.flatMap((edge) => {
    const from = box.get(edge.from);
    const to = box.get(edge.to);
    return from && to ? [route(edge, from, to, boxes, lanes.get(edge.to))] : [];
  });
}

/** The lane of each target on its side: the lower the target, the further out on the left and in on the right. */
function lanesOf({ nodes, edges }: Graph, box: ReadonlyMap<string, Placed>): Map<string, Lane> {
  const reached = nodes.filter(({ id }) => edges.some(({ to }) => to === id));
  const side = (places: readonly string[]) =>
    reached
      .filter(({ place, kind }) => places.includes(place) && kind !== 'queue')
      .sort((one, other) => places.indexOf(one.place) - places.indexOf(other.place) || below(box, one.id, other.id));
  const left = side(['public', 'isolated']).map(({ id }, number): [string, Lane] => {
    return [id, { x: LANES.left + number * LANES.step, port: portOf(number - 1) }];
  });
  const regional = side(['regional']);
  const right = regional.map(({ id }, number): [string, Lane] => {
    return [id, { x: LANES.right + number * LANES.step, port: portOf(regional.length - 1 - number) }];
  });
  return new Map([...left, ...right]);
}

function below(box: ReadonlyMap<string, Placed>, one: string, other: string): number {
  return (box.get(other)?.y ?? 0) - (box.get(one)?.y ?? 0);
}

function route(
  edge: Edge,
  from: Placed,
  to: Placed,
  boxes: readonly Placed[],
  own: Lane = { x: LANES.right, port: 0 },
): Route {
  const places = [from.node.place, to.node.place];
  const isInside = (place: string) => ['public', 'private', 'isolated'].includes(place);
  if (places.every((place) => place === 'edge')) return level(edge, from, to);
  if (from.node.place === 'edge') return down(edge, from, to);
  if (to.node.place === 'public') return lane(edge, from, to, { ...own, port: -PORT });
  if (to.node.place === 'isolated') return lane(edge, from, to, own);
  if (places.every(isInside)) return between(edge, from, to, boxes);
  if (to.node.place === 'operations') return drop(edge, from, to);
  if (places.every((place) => place === 'regional')) return redrive(edge, from, to);
  if (to.node.kind === 'queue' || from.node.kind === 'queue') return queue(edge, from, to);
  return lane(edge, from, to, own);
}

/** Where a bar has the port of a lane: below its middle, one under the other. */
function portOf(number: number): number {
  return Math.min(4 + 12 * Math.max(0, number), GRID.node / 2 - 4);
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
function down(edge: Edge, from: Placed, to: Placed): Route {
  const x = from.x + from.width / 2;
  const start: Point = [x, from.y + from.height];
  const bend = GRID.edge.y + GRID.edge.height + 14;
  const points: Point[] =
    edge.from === USERS ? [start, [x, bend], [ENTRY_X, bend], [ENTRY_X, to.y]] : [start, [x, to.y]];
  return { edge, points, label: [ENTRY_X + 8, bend + 4], anchor: 'start' };
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
function between(edge: Edge, from: Placed, to: Placed, boxes: readonly Placed[]): Route {
  const isNext = !boxes.some((other) => other.y > from.y && other.y < to.y && other.node.place !== 'regional');
  if (isNext) {
    const points: Point[] = [
      [ENTRY_X, from.y + from.height],
      [ENTRY_X, to.y],
    ];
    return { edge, points, label: [ENTRY_X + 8, (points[0][1] + points[1][1]) / 2 + 3], anchor: 'start' };
  }
  const [y, end] = [centre(from), centre(to)];
  const right = from.x + from.width;
  return {
    edge,
    points: [
      [right, y],
      [LANES.skip, y],
      [LANES.skip, end],
      [to.x + to.width, end],
    ],
    label: [LANES.skip - 4, end - 6],
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
function queue(edge: Edge, from: Placed, to: Placed): Route {
  const isSending = to.node.kind === 'queue';
  const [bar, box] = isSending ? [from, to] : [to, from];
  const y = centre(bar) - PORT;
  const port = Math.min(Math.max(y, box.y + 10), box.y + box.height - 10);
  const bend = LANES.right - 8;
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
