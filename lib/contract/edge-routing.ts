import type { EdgePlaces } from './edge-places';

/**
 * Which region answers a viewer: the value that the CloudFront KeyValueStore holds, and the decision that `lambda/edge-router` makes
 * of it and of the table of places (`edge-places.ts`) for every request. The CloudFront Function is bundled from this file, so that it
 * does without what JavaScript runtime 2.0 does not document and esbuild does not translate: destructuring, default parameters,
 * `for ... of` and classes.
 */

/** Key of the one value. A request reads it once, an answer reads nothing. */
export const EDGE_ROUTING_KEY = 'routing';

/** Format of the value. A function that finds another one sends everybody home. */
export const EDGE_ROUTING_VERSION = 1;

/** Weight of a region that keeps all of its own viewers, and has room for those of others. */
export const FULL_WEIGHT = 100;

/** Cookie that keeps a viewer with a region. It holds the region's name. */
export const EDGE_COOKIE = 'ztm-region';

/** Seconds that the cookie lasts. It is not renewed before it ends: then its viewer goes to the natural region again. */
export const EDGE_COOKIE_SECONDS = 86_400;

/** Header of the request that carries the name of the decided region to the service, and to the function for answers. */
export const EDGE_REGION_HEADER = 'x-ztm-region';

/** Header that tells the viewer's country. The function sees it only when an origin request policy or cache policy names it. */
export const VIEWER_COUNTRY_HEADER = 'cloudfront-viewer-country';

/** Answers of a region after which a read goes to a second one, and only that read. */
export const FAILOVER_STATUS_CODES: readonly number[] = [500, 502, 503, 504];

/** Files of the functions below `dist/lambda/`, for the two events. That for requests needs `edgeFunctionCode` of `edge-places.ts`. */
export const EdgeFunctionFile = {
  VIEWER_REQUEST: 'edge-router/viewer-request.js',
  VIEWER_RESPONSE: 'edge-router/viewer-response.js',
} as const;

/** A region as the edge sees it. */
export interface EdgeRegion {
  /** Name of the region, such as `eu-west-1`. */
  readonly name: string;
  /** Id of its origin in the distribution. */
  readonly origin: string;
  /** Percentage of its own viewers that the region keeps, in whole numbers: 100 at rest, 0 when it is evacuated. */
  readonly weight: number;
  /** Whether it may answer at all. */
  readonly healthy: boolean;
}

/** The value in the KeyValueStore, as JSON. */
export interface EdgeRouting {
  /** Format of the value: `EDGE_ROUTING_VERSION`. */
  readonly version: number;
  /** The regions, home first: 1 to 6. */
  readonly regions: readonly EdgeRegion[];
  /** Name of the region that all writes go to; without it they go to the viewer's region. */
  readonly writer?: string;
}

/** Who asks. */
export interface EdgeViewer {
  /** Address of the viewer. */
  readonly ip: string;
  /** Two-letter code of the viewer's country. */
  readonly country?: string;
  /** What `EDGE_COOKIE` holds. */
  readonly cookie?: string;
}

/** Who answers. */
export interface EdgeDecision {
  readonly region: EdgeRegion;
  /** Who answers a read when the first one fails. */
  readonly second?: EdgeRegion;
}

/** A region that `initialRouting` makes a value of. */
export interface InitialEdgeRegion {
  /** Name of the region, such as `eu-west-1`. */
  readonly name: string;
  /** Id of its origin in the distribution. */
  readonly origin: string;
  /**
   * Percentage of its own viewers that it keeps: 0 for a standby, whose viewers go to a region that is at 100.
   *
   * @default 100
   */
  readonly weight?: number;
}

/** The value with which a deployment starts: every region healthy, and writes where the viewer is unless a writer is named. */
export function initialRouting(regions: readonly InitialEdgeRegion[], writer?: string): EdgeRouting {
  const started = regions.map((region) => ({
    name: region.name,
    origin: region.origin,
    weight: region.weight ?? FULL_WEIGHT,
    healthy: true,
  }));
  return { version: EDGE_ROUTING_VERSION, regions: started, writer };
}

/** The value as it is stored. */
export function renderRouting(routing: EdgeRouting): string {
  return JSON.stringify(routing);
}

/** What is in the value, or nothing when it is no value of this format. */
export function readRouting(value: unknown): EdgeRouting | undefined {
  const routing = value as EdgeRouting | null | undefined;
  if (!routing || routing.version !== EDGE_ROUTING_VERSION) return undefined;
  return Array.isArray(routing.regions) && routing.regions.length > 0 ? routing : undefined;
}

/** Whether a request changes nothing, so that a second region may answer it: what CloudFront fails over. */
export function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/**
 * The region that answers a viewer. The one in the cookie keeps the viewer, or else the natural one does, each while it is healthy and
 * its weight is above the viewer's place; otherwise it is the nearest one with room.
 */
export function decideRegion(routing: EdgeRouting, places: EdgePlaces, viewer: EdgeViewer): EdgeDecision {
  const near = nearestFirst(routing, places, viewer.country);
  const healthy = near.filter((region) => region.healthy);
  // Where none is healthy, that is as likely to be wrong as it is to be true.
  const open = healthy.length > 0 ? healthy : near;
  const place = placeOf(viewer.ip);
  const keeps = (region: EdgeRegion) => place < region.weight;
  const kept =
    open.find((region) => region.name === viewer.cookie && keeps(region)) ??
    open.find((region) => region === near[0] && keeps(region));
  const region = kept ?? nearestWithRoom(open, near[0]);
  const others = open.filter((other) => other !== region);
  return others.length > 0 ? { region, second: nearestWithRoom(others) } : { region };
}

/** The region that a write goes to. The stored writer gets it even when it is unhealthy: no other region may. */
export function writerOf(routing: EdgeRouting, viewers: EdgeRegion): EdgeRegion {
  return routing.regions.find((region) => region.name === routing.writer) ?? viewers;
}

/** The regions of the value, the natural one of a country first. Those that the table does not know are last. */
export function nearestFirst(routing: EdgeRouting, places: EdgePlaces, country?: string): EdgeRegion[] {
  const names = namesFor(places, country);
  const rank = (region: EdgeRegion) => {
    const index = names.indexOf(region.name);
    return index < 0 ? names.length : index;
  };
  return routing.regions
    .map((region, index) => ({ region, rank: rank(region) * routing.regions.length + index }))
    .sort((one, other) => one.rank - other.rank)
    .map((ranked) => ranked.region);
}

/** Place of a viewer, 0 to 99: a region with weight 40 keeps those below 40, so that a step of 1 moves one viewer in a hundred. */
export function placeOf(ip: string): number {
  let hash = 7;
  // Products below 2 to the power of 53, which every engine computes alike.
  for (let index = 0; index < ip.length; index++) {
    hash = (hash * 8191 + (ip.codePointAt(index) as number)) % 2_147_483_647;
  }
  return ((hash * 48_271) % 2_147_483_647) % 100;
}

/** Names of regions, as the table has them for a country. */
function namesFor(places: EdgePlaces, country?: string): string[] {
  const named = Object.keys(places.orders).filter(
    (digits) => country !== undefined && places.orders[digits].split(' ').includes(country),
  );
  const order = named[0];
  return (order ?? places.elsewhere).split('').map((digit) => places.regions[parseInt(digit, 10)]);
}

/** The nearest of those with most room. A region that gives its own viewers away has none, unless there is no other. */
function nearestWithRoom(near: readonly EdgeRegion[], declined?: EdgeRegion): EdgeRegion {
  const room = (region: EdgeRegion) => {
    if (region === declined || region.weight <= 0) return 0;
    return region.weight === FULL_WEIGHT ? 2 : 1;
  };
  return near.reduce((best, region) => (room(region) > room(best) ? region : best));
}
