import type { ViewerRequest, ViewerResponse } from '../../lambda/edge-router/event';
import { edgePlaces } from '../../lib/contract/edge-places';
import {
  EDGE_COOKIE,
  EDGE_REGION_HEADER,
  EDGE_ROUTING_VERSION,
  FULL_WEIGHT,
  VIEWER_COUNTRY_HEADER,
  type EdgeRouting,
} from '../../lib/contract/edge-routing';
import { PROBE_HEADER, PROBE_PATH } from '../../lib/contract/region-probe';

const REGIONS = ['eu-west-1', 'us-east-1', 'ap-northeast-1', 'sa-east-1', 'ap-southeast-2', 'af-south-1'];
const METHODS = ['GET', 'GET', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];
const COUNTRIES = ['DE', 'FR', 'US', 'CA', 'JP', 'BR', 'ZZ', '', 'E F', undefined];

/** Values that are none. */
const UNREADABLE = [null, 7, 'text', [], {}, { version: 2, regions: [] }, { version: 1 }, { version: 1, regions: [] }];

/** The last of the regions has no place: it was added to the value alone. */
const [HOME, AMERICA, ASIA, ...FAR] = REGIONS.slice(0, -1);
export const PLACES = edgePlaces(
  {
    US: [AMERICA, HOME, ASIA, ...FAR],
    CA: [AMERICA, HOME, ASIA, ...FAR],
    JP: [ASIA, AMERICA, HOME, ...FAR],
    BR: [...FAR, AMERICA, HOME, ASIA],
  },
  [HOME, AMERICA, ASIA, ...FAR],
);

/** Numbers between 0 and 1: the same in every run. */
export function repeatable(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** A request of any viewer, and any value. */
export interface RequestCase {
  readonly event: ViewerRequest;
  readonly value?: unknown;
}

/** Requests, one value in ten missing or unreadable. */
export function requestCases(count: number, random = repeatable(7)): RequestCase[] {
  const upTo = (max: number) => Math.floor(random() * max);
  const one = <T>(choices: readonly T[]): T => choices[upTo(choices.length)];
  const value = () => {
    if (upTo(20) === 0) return undefined;
    return upTo(20) === 0 ? one(UNREADABLE) : anyRouting(upTo);
  };
  return Array.from({ length: count }, () => ({ event: anyRequest(upTo, one), value: value() }));
}

/** Answers to requests that were sent to a region, or home, for viewers with and without a cookie. */
export function responseCases(count: number, random = repeatable(11)): { readonly event: ViewerResponse }[] {
  const one = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)];
  const field = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: { value } });
  return Array.from({ length: count }, () => ({
    event: {
      request: {
        method: 'GET',
        uri: '/',
        headers: field(EDGE_REGION_HEADER, one([undefined, ...REGIONS])),
        cookies: field(EDGE_COOKIE, one([undefined, ...REGIONS])),
      },
      response: { headers: {}, cookies: field('session', one([undefined, 'abc'])) },
    },
  }));
}

function anyRouting(upTo: (max: number) => number): EdgeRouting {
  const regions = REGIONS.slice(0, 1 + upTo(REGIONS.length)).map((name) => ({
    name,
    origin: `origin-of-${name}`,
    weight: upTo(2) === 0 ? FULL_WEIGHT : upTo(3) * upTo(FULL_WEIGHT / 2),
    healthy: upTo(5) > 0,
  }));
  const writer = upTo(2) === 0 ? REGIONS[upTo(REGIONS.length)] : undefined;
  return { version: EDGE_ROUTING_VERSION, regions, writer };
}

function anyRequest(upTo: (max: number) => number, one: <T>(choices: readonly T[]) => T): ViewerRequest {
  const country = one(COUNTRIES);
  const cookie = one([undefined, undefined, 'nowhere', ...REGIONS]);
  const ip = upTo(4) === 0 ? `2001:db8:${upTo(65_536).toString(16)}::1` : `198.51.${upTo(256)}.${upTo(256)}`;
  return {
    viewer: { ip },
    request: {
      method: one(METHODS),
      uri: upTo(4) === 0 ? PROBE_PATH : '/photos',
      headers: {
        host: { value: 'www.example.com' },
        ...(country !== undefined && { [VIEWER_COUNTRY_HEADER]: { value: country } }),
        ...(upTo(10) === 0 && { [EDGE_REGION_HEADER]: { value: 'claimed' } }),
        ...(upTo(3) === 0 && { [PROBE_HEADER]: { value: one(['nowhere', ...REGIONS]) } }),
      },
      cookies: cookie === undefined ? {} : { [EDGE_COOKIE]: { value: cookie } },
    },
  };
}
