import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import type { EdgeRequest, EdgeResponse, ViewerRequest, ViewerResponse } from '../../../lambda/edge-router/event';
import { edgeFunctionCode, type EdgePlaces } from '../../../lib/contract/edge-places';
import { EdgeFunctionFile } from '../../../lib/contract/edge-routing';

/** What the function for requests has decided. */
export interface Choice {
  readonly request: EdgeRequest;
  /** Ids of origins, in the order in which they are asked; none where the cache behaviour decides. */
  readonly origins: readonly string[];
  /** Answers after which the next origin is asked. */
  readonly failoverCodes: readonly number[];
}

/** Both functions, as they are deployed. */
export interface EdgeFunctions {
  choose(event: ViewerRequest, value: () => unknown): Promise<Choice>;
  answer(event: ViewerResponse): EdgeResponse;
}

type Handler<Event, Answer> = (event: Event) => Answer;

/** Loads what `npm run build:bundles` has made, with the table of places that a deployment has. */
export function loadEdgeFunctions(places: EdgePlaces, folder = join('dist', 'lambda')): EdgeFunctions {
  const [requests, responses] = Object.values(EdgeFunctionFile).map((file) => codeIn(join(folder, file)));
  const request = compiled<ViewerRequest, Promise<EdgeRequest>>(edgeFunctionCode(requests, places));
  const response = compiled<ViewerResponse, EdgeResponse>(responses);
  return {
    choose: async (event, value) => {
      const chosen = { origins: [] as string[], failoverCodes: [] as number[] };
      // Like CloudFront: nothing is left over from one request to the next.
      return { request: await request(cloudFront(chosen, value))(event), ...chosen };
    },
    answer: (event) => response(undefined)(event),
  };
}

function codeIn(file: string): string {
  if (!existsSync(file)) throw new Error(`${file} must be bundled; run "npm run build:bundles"`);
  return readFileSync(file, 'utf8');
}

/** The script as a function of the module that its first line imports. */
function compiled<Event, Answer>(code: string): (cf: unknown) => Handler<Event, Answer> {
  const body = code.replace(/^import cf from "cloudfront";$/m, '');
  return compileFunction(`${body}\nreturn handler;`, ['cf']) as (cf: unknown) => Handler<Event, Answer>;
}

/** What the function asks of CloudFront. */
function cloudFront(chosen: { origins: string[]; failoverCodes: number[] }, value: () => unknown) {
  return {
    kvs: () => ({
      get: () => {
        const stored = value();
        return stored === undefined ? Promise.reject(new Error('KeyNotFound')) : Promise.resolve(stored);
      },
    }),
    selectRequestOriginById: (id: string) => {
      chosen.origins = [id];
    },
    createRequestOriginGroup: (group: {
      readonly originIds: readonly { readonly originId: string }[];
      readonly failoverCriteria: { readonly statusCodes: readonly number[] };
    }) => {
      chosen.origins = group.originIds.map(({ originId }) => originId);
      chosen.failoverCodes = [...group.failoverCriteria.statusCodes];
    },
  };
}
