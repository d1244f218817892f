import { EDGE_COOKIE, EDGE_COOKIE_SECONDS, EDGE_REGION_HEADER } from '../../lib/contract/edge-routing';
import type { EdgeResponse, ViewerResponse } from './event';

/**
 * Keeps a viewer with the region that the request was sent to, which the function for requests has written into a header. The
 * documentation does not say that answers come with the header; where they do not, no cookie is set, and viewers are routed without.
 * CloudFront does not call it for answers of 400 and above.
 */
export function handler(event: ViewerResponse): EdgeResponse {
  const region = event.request.headers[EDGE_REGION_HEADER]?.value;
  if (region && event.request.cookies[EDGE_COOKIE]?.value !== region) {
    const attributes = `Path=/; Max-Age=${EDGE_COOKIE_SECONDS}; Secure; HttpOnly; SameSite=Lax`;
    event.response.cookies[EDGE_COOKIE] = { value: region, attributes };
  }
  return event.response;
}
