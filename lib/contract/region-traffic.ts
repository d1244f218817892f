/** What a function does to the value of the edge. */
export const TRAFFIC_MOVES = ['leave', 'enter', 'write'] as const;
export type TrafficMove = (typeof TRAFFIC_MOVES)[number];

/** Variables of the functions. */
export const TrafficVariable = {
  /** ARN of the KeyValueStore. */
  STORE: 'EDGE_ROUTING_STORE',
  /** The plan, as `renderRegionPlan` writes it. */
  PLAN: 'REGION_PLAN',
  MOVE: 'TRAFFIC_MOVE',
  /** The region that is left, entered or written to. */
  REGION: 'TRAFFIC_REGION',
} as const;

/** Name of the function that does it, the same in every region: the switch plan refers to it. */
export function trafficFunctionName(name: string, move: TrafficMove): string {
  return `${name}-${move}-region`;
}
