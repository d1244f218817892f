import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Fields, ViewerRequest } from '../../../lambda/edge-router/event';
import { VIEWER_COUNTRY_HEADER } from '../../../lib/contract/edge-routing';
import { HOST } from '../../cluster/process/ports';
import type { Choice, EdgeFunctions } from './function';
import { firstGood, type Served } from './failover';
import type { OriginAnswer, OriginLink } from './origin';
import type { Seen } from './seen';

/** Header in which clients of the drills say where they are: all of them come from the same machine. */
export const VIEWER_ADDRESS = 'x-viewer-address';

/** Headers of a connection, which end with it. */
const OWN = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host', VIEWER_ADDRESS];

export interface LocationOptions {
  /** Two-letter code of the country that its viewers are in. */
  readonly country: string;
  readonly functions: EdgeFunctions;
  /** What the store holds. */
  readonly value: () => unknown;
  /** The ways to regions, by the ids of their origins; the first is that of the cache behaviour. */
  readonly links: ReadonlyMap<string, OriginLink>;
  readonly seen: (seen: Seen) => void;
}

/** An edge location: it stands for CloudFront where the viewers of a country are. */
export class EdgeLocation {
  private readonly server = createServer((request, response) => {
    this.serve(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(502);
      response.end(error instanceof Error ? error.message : String(error));
    });
  });

  public constructor(private readonly options: LocationOptions) {}

  public async listen(): Promise<string> {
    this.server.listen(0, HOST);
    await once(this.server, 'listening');
    return `http://${HOST}:${(this.server.address() as AddressInfo).port}`;
  }

  public close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { functions, country, value } = this.options;
    const body = await buffer(request);
    const event = eventOf(request, country);
    const choice = await functions.choose(event, value);
    const { answer } = await this.answered(request, choice, body);
    const headers = Object.entries(answer.headers).filter(([name]) => !OWN.includes(name));
    // CloudFront calls the second function for answers below 400 alone.
    const cookies =
      answer.status < 400 ? cookiesOf(functions.answer({ request: choice.request, response: empty() })) : [];
    response.writeHead(answer.status, {
      ...Object.fromEntries(headers),
      ...(cookies.length > 0 && { 'set-cookie': cookies }),
    });
    response.end(answer.body);
  }

  private async answered(
    { method = 'GET', url = '/' }: IncomingMessage,
    { request, origins, failoverCodes }: Choice,
    body: Buffer,
  ): Promise<Served<OriginAnswer>> {
    const { links, seen } = this.options;
    const asked = origins.length > 0 ? origins : [...links.keys()].slice(0, 1);
    const headers = headersFor(request.headers);
    return firstGood(asked, failoverCodes, async (origin) => {
      const link = links.get(origin);
      if (!link) throw new Error(`the distribution has no origin ${origin}`);
      const at = Date.now();
      try {
        const answer = await link.ask({ method, path: url, headers, body: body.length > 0 ? body : undefined });
        seen({ at, origin, failed: answer.status >= 500 });
        return answer;
      } catch (error) {
        seen({ at, origin, failed: true });
        throw error;
      }
    });
  }
}

/** What the function is called with. */
export function eventOf(
  { method = 'GET', url = '/', headers, socket }: Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'socket'>,
  country: string,
): ViewerRequest {
  const fields: Fields = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name !== 'cookie' && value !== undefined) fields[name] = { value: String(value) };
  }
  fields[VIEWER_COUNTRY_HEADER] = { value: country };
  const ip = headers[VIEWER_ADDRESS] ?? socket.remoteAddress ?? '';
  const pairs = (headers.cookie ?? '').split('; ').filter((pair) => pair.includes('='));
  const cookies = pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), { value: pair.slice(pair.indexOf('=') + 1) }]);
  return {
    viewer: { ip: String(ip) },
    request: { method, uri: url.replace(/\?.*$/, ''), headers: fields, cookies: Object.fromEntries(cookies) as Fields },
  };
}

function headersFor(fields: Fields): Record<string, string> {
  const kept = Object.entries(fields).filter(([name]) => !OWN.includes(name));
  return Object.fromEntries(kept.map(([name, field]) => [name, field?.value ?? '']));
}

function cookiesOf({ cookies }: { readonly cookies: Fields }): string[] {
  return Object.entries(cookies).map(([name, field]) => `${name}=${field?.value}; ${field?.attributes ?? ''}`);
}

function empty(): { headers: Fields; cookies: Fields } {
  return { headers: {}, cookies: {} };
}
