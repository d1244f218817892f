import cf from 'cloudfront';
import type { EdgePlaces } from '../../lib/contract/edge-places';
import {
  decideRegion,
  EDGE_COOKIE,
  EDGE_REGION_HEADER,
  EDGE_ROUTING_KEY,
  FAILOVER_STATUS_CODES,
  isRead,
  readRouting,
  VIEWER_COUNTRY_HEADER,
  writerOf,
  type EdgeDecision,
  type EdgeRegion,
  type EdgeRouting,
} from '../../lib/contract/edge-routing';
import { PROBE_HEADER, PROBE_PATH } from '../../lib/contract/region-probe';
import type { EdgeRequest, ViewerRequest } from './event';

/** Added to the code at synthesis. */
declare const EDGE_PLACES: EdgePlaces;

/**
 * Sends a request to the region that is to answer it. What cannot be decided goes where the cache behaviour sends it, which is
 * home: a missing or unreadable value costs nobody an error.
 */
export async function handler(event: ViewerRequest): Promise<EdgeRequest> {
  const request = event.request;
  // What a viewer claims is no decision.
  delete request.headers[EDGE_REGION_HEADER];
  try {
    // On a line of its own: the runtime takes no `await` among the arguments of a call.
    const value = await cf.kvs().get(EDGE_ROUTING_KEY, { format: 'json' });
    route(request, event.viewer.ip, value);
  } catch (error) {
    console.log(`home: ${(error as Error).message}`);
  }
  return request;
}

function route(request: EdgeRequest, ip: string, value: unknown): void {
  const routing = readRouting(value);
  if (!routing) throw new Error('the value cannot be read');
  const probed = probedRegion(request, routing);
  if (probed) {
    cf.selectRequestOriginById(probed.origin);
    request.headers[EDGE_REGION_HEADER] = { value: probed.name };
    return;
  }
  const decision = decideRegion(routing, EDGE_PLACES, {
    ip,
    country: request.headers[VIEWER_COUNTRY_HEADER]?.value,
    cookie: request.cookies[EDGE_COOKIE]?.value,
  });
  send(request.method, routing, decision);
  request.headers[EDGE_REGION_HEADER] = { value: decision.region.name };
}

/** The region that a probe asks for, whatever its weight and health. On every other path nobody chooses. */
function probedRegion(request: EdgeRequest, routing: EdgeRouting): EdgeRegion | undefined {
  if (request.uri !== PROBE_PATH) return undefined;
  const name = request.headers[PROBE_HEADER]?.value;
  return routing.regions.find((region) => region.name === name);
}

function send(method: string, routing: EdgeRouting, decision: EdgeDecision): void {
  if (!isRead(method)) cf.selectRequestOriginById(writerOf(routing, decision.region).origin);
  else if (!decision.second) cf.selectRequestOriginById(decision.region.origin);
  else {
    cf.createRequestOriginGroup({
      originIds: [{ originId: decision.region.origin }, { originId: decision.second.origin }],
      failoverCriteria: { statusCodes: FAILOVER_STATUS_CODES },
    });
  }
}
