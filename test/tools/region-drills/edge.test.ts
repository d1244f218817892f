import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { request } from 'undici';
import { EDGE_COOKIE } from '../../../lib/contract/edge-routing';
import { Edge } from '../../../tools/region-drills/edge/edge';
import { firstGood } from '../../../tools/region-drills/edge/failover';
import { VIEWER_ADDRESS } from '../../../tools/region-drills/edge/location';
import { RoutingStore } from '../../../tools/region-drills/edge/store';
import { close, listen } from '../../support/loopback';

const [HOME, OTHER] = ['eu-west-1', 'us-east-1'];

describe('origins that are asked one after another', () => {
  const asked: string[] = [];
  const ask = (statuses: Readonly<Record<string, number>>) => (origin: string) => {
    asked.push(origin);
    return statuses[origin] ? Promise.resolve({ status: statuses[origin] }) : Promise.reject(new Error('unreachable'));
  };
  beforeEach(() => void asked.splice(0));

  test('the first answers where it is well', async () => {
    const served = await firstGood(['a', 'b'], [503], ask({ a: 200, b: 200 }));
    expect([served, asked]).toEqual([{ answer: { status: 200 }, origin: 'a', failedBefore: 0 }, ['a']]);
  });

  test('the second answers after a code, and where the first cannot be reached', async () => {
    expect(await firstGood(['a', 'b'], [503], ask({ a: 503, b: 200 }))).toMatchObject({ origin: 'b', failedBefore: 1 });
    expect(await firstGood(['a', 'b'], [503], ask({ b: 200 }))).toMatchObject({ origin: 'b', failedBefore: 1 });
  });

  test('other answers, and those of the last one, are passed on', async () => {
    expect(await firstGood(['a', 'b'], [503], ask({ a: 404, b: 200 }))).toMatchObject({ answer: { status: 404 } });
    expect(await firstGood(['a', 'b'], [503], ask({ a: 503, b: 503 }))).toMatchObject({ answer: { status: 503 } });
    expect(await firstGood(['a'], [503], ask({ a: 503 }))).toMatchObject({ answer: { status: 503 }, origin: 'a' });
    await expect(firstGood(['a'], [503], ask({}))).rejects.toThrow('unreachable');
  });
});

describe('the value', () => {
  const regions = [{ name: HOME, origin: HOME, weight: 100, healthy: true }];

  test('a deployment writes it once, and leaves what is there', () => {
    const store = new RoutingStore();
    store.create({ version: 1, regions });
    store.write({ version: 1, regions, writer: HOME });
    store.create({ version: 1, regions });
    expect(store.routing().writer).toBe(HOME);
    expect(store.writes).toHaveLength(2);
  });

  test('one that breaks a rule is not written', () => {
    const store = new RoutingStore();
    store.create({ version: 1, regions });
    expect(() => store.write({ version: 1, regions, writer: OTHER })).toThrow(/^writer must be one of eu-west-1/);
    expect(store.routing().writer).toBeUndefined();
  });
});

/** A region that says who it is. */
class Region {
  public status = 200;
  public readonly seen: IncomingMessage[] = [];
  private readonly server: Server;

  constructor(private readonly name: string) {
    this.server = createServer((message, response) => void this.answer(message.resume(), response));
  }

  listen(): Promise<string> {
    return listen(this.server);
  }

  close(): void {
    close(this.server);
  }

  private answer(message: IncomingMessage, response: ServerResponse): void {
    this.seen.push(message);
    response.writeHead(this.status).end(this.name);
  }
}

describe('the edge in front of two regions', () => {
  const regions = new Map([HOME, OTHER].map((name) => [name, new Region(name)]));
  let edge: Edge;

  beforeEach(async () => {
    const origins = await Promise.all(
      [...regions].map(async ([name, region]) => ({ name, url: await region.listen() })),
    );
    edge = new Edge({ origins, places: { dublin: 'IE', ashburn: 'US' }, farMilliseconds: 0, writer: HOME });
    await edge.listen();
  });
  afterEach(async () => {
    await edge.close();
    for (const region of regions.values()) {
      region.close();
      region.status = 200;
      region.seen.splice(0);
    }
  });

  async function ask(place: string, method: 'GET' | 'POST' = 'GET', headers: Record<string, string> = {}) {
    const answer = await request(`${edge.urls.get(place)}/photos`, { method, headers });
    const cookie = String(answer.headers['set-cookie'] ?? '').split(';', 1)[0];
    return { status: answer.statusCode, region: await answer.body.text(), cookie };
  }

  test('viewers are answered by the region that is near to them, and stay with it', async () => {
    expect(await ask('dublin')).toEqual({ status: 200, region: HOME, cookie: `${EDGE_COOKIE}=${HOME}` });
    expect(await ask('ashburn')).toEqual({ status: 200, region: OTHER, cookie: `${EDGE_COOKIE}=${OTHER}` });
    expect(await ask('ashburn', 'GET', { cookie: `${EDGE_COOKIE}=${HOME}` })).toMatchObject({
      region: HOME,
      cookie: '',
    });
  });

  test('writes go to the writer, from everywhere', async () => {
    expect(await ask('ashburn', 'POST')).toMatchObject({ status: 200, region: HOME });
    edge.store.write({ ...edge.store.routing(), writer: OTHER });
    expect(await ask('dublin', 'POST')).toMatchObject({ status: 200, region: OTHER });
  });

  test('a read goes to the other region where its own fails, a write does not', async () => {
    regions.get(HOME)!.status = 503;
    expect(await ask('dublin')).toMatchObject({ status: 200, region: OTHER });
    expect(await ask('dublin', 'POST')).toMatchObject({ status: 503, region: HOME });
    expect(edge.sightings.of(HOME, 0)).toEqual({ requests: 2, failed: 2 });
    expect(edge.sightings.of(OTHER, 0)).toEqual({ requests: 1, failed: 0 });
  });

  test('what cannot be reached from one place can be from the other', async () => {
    edge.linksTo(HOME, ['dublin']).forEach((link) => link.cut());
    expect(await ask('dublin')).toMatchObject({ status: 200, region: OTHER });
    expect(await ask('dublin', 'POST')).toMatchObject({ status: 502 });
    expect(await ask('ashburn', 'POST')).toMatchObject({ status: 200, region: HOME });
    edge.linksTo(HOME).forEach((link) => link.mend());
    expect(await ask('dublin', 'POST')).toMatchObject({ status: 200, region: HOME });
  });

  test('weights move viewers by the address that they say they have', async () => {
    const [home, other] = edge.store.routing().regions;
    edge.store.write({ ...edge.store.routing(), regions: [{ ...home, weight: 50 }, other] });
    const addresses = Array.from({ length: 40 }, (_, index) => `198.51.100.${index}`);
    const answers = await Promise.all(addresses.map((address) => ask('dublin', 'GET', { [VIEWER_ADDRESS]: address })));
    const kept = answers.filter(({ region }) => region === HOME).length;
    expect(kept).toBeGreaterThan(8);
    expect(kept).toBeLessThan(32);
  });

  test('a region is not told the address header, and is told what the function has decided', async () => {
    await ask('ashburn', 'GET', { [VIEWER_ADDRESS]: '198.51.100.1', authorization: 'Bearer token' });
    const [{ headers }] = regions.get(OTHER)!.seen;
    expect(headers).toMatchObject({
      authorization: 'Bearer token',
      'x-ztm-region': OTHER,
      'cloudfront-viewer-country': 'US',
    });
    expect(headers[VIEWER_ADDRESS]).toBeUndefined();
  });
});
