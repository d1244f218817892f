import { createServer, request, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadMetric, type LoadMetricOptions } from '../../../runtime';

const ENVIRONMENT = { DEPLOYMENT_NAME: 'shop', SERVICE_NAME: 'web', RATED_REQUESTS_PER_SECOND: '50' };
const CHECKER = { 'user-agent': 'ELB-HealthChecker/2.0' };

const servers: Server[] = [];

afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function serve(listener: RequestListener): Promise<(path: string, headers?: object) => Promise<number>> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return (path, headers = {}) =>
    new Promise((resolve, reject) => {
      request({ port, host: '127.0.0.1', path, headers: { ...headers }, agent: false }, (response: IncomingMessage) => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0));
      })
        .once('error', reject)
        .end();
    });
}

function measured(options: LoadMetricOptions = {}) {
  const lines: string[] = [];
  const load = loadMetric({ environment: ENVIRONMENT, write: (line) => lines.push(line), ...options });
  const requests = () =>
    lines.map((line) => (JSON.parse(line) as { Requests: number }).Requests).reduce((sum, one) => sum + one, 0);
  return { load, lines, requests };
}

describe('the middleware', () => {
  test('counts the requests of a listener of http.createServer', async () => {
    const { load, lines, requests } = measured({ healthCheckPath: '/health' });
    const get = await serve(load.listener((_request, response) => response.writeHead(204).end()));
    expect(await get('/')).toBe(204);
    expect(await get('/cart')).toBe(204);
    expect(await get('/health')).toBe(204);
    expect(await get('/', CHECKER)).toBe(204);
    load.close();
    expect(requests()).toBe(2);
    expect(lines.every((line) => line.endsWith('}\n'))).toBe(true);
  });

  test('counts as express and connect call it, and hands on', async () => {
    const { load, requests } = measured();
    const get = await serve((incoming, response) => load(incoming, response, () => response.writeHead(200).end()));
    expect(await get('/')).toBe(200);
    load.close();
    expect(requests()).toBe(1);
  });

  test('counts a request once where it is used twice', async () => {
    const { load, requests } = measured();
    const get = await serve(
      load.listener((incoming, response) =>
        load(incoming, response, () => load(incoming, response, () => response.end())),
      ),
    );
    await get('/');
    load.close();
    expect(requests()).toBe(1);
  });

  test('counts the requests of a whole fastify app', () => {
    const { load, requests } = measured();
    const hooks: [string, (request: { raw: IncomingMessage }, reply: unknown, done: () => void) => void][] = [];
    const done = jest.fn();
    load.fastify({ addHook: (...hook) => hooks.push(hook) }, {}, done);
    expect(done).toHaveBeenCalledWith();
    expect(hooks.map(([name]) => name)).toEqual(['onRequest']);
    expect((load.fastify as unknown as Record<symbol, unknown>)[Symbol.for('skip-override')]).toBe(true);
    const raw = { headers: {}, url: '/', socket: {} } as IncomingMessage;
    hooks[0]?.[1]({ raw }, {}, done);
    expect(done).toHaveBeenCalledTimes(2);
    load.close();
    expect(requests()).toBe(1);
  });

  test('is rated by its option, or by its share of the processes', () => {
    const { load, lines } = measured({ ratedRequestsPerSecond: 100, processes: 4 });
    load({ headers: {}, url: '/', socket: {} } as IncomingMessage, {} as never, jest.fn());
    load.close();
    const { LoadPerTask, Requests, Seconds } = JSON.parse(lines[0] ?? '') as Record<string, number>;
    expect(LoadPerTask).toBeCloseTo((Requests ?? 0) / (Seconds ?? 0) / 25, 5);
  });

  test.each<[Record<string, string>, string]>([
    [
      {},
      'the load of this task is not published: DEPLOYMENT_NAME must be set, got nothing; SERVICE_NAME must be set, got nothing; ' +
        'RATED_REQUESTS_PER_SECOND must be a number above 0, got nothing',
    ],
    [
      { ...ENVIRONMENT, RATED_REQUESTS_PER_SECOND: 'many' },
      'the load of this task is not published: RATED_REQUESTS_PER_SECOND must be a number above 0, got many',
    ],
    [
      { ...ENVIRONMENT, RATED_REQUESTS_PER_SECOND: '0' },
      'the load of this task is not published: RATED_REQUESTS_PER_SECOND must be a number above 0, got 0',
    ],
  ])('does nothing outside of a task, and says so once: %j', (environment, message) => {
    const warn = jest.spyOn(console, 'warn').mockImplementation();
    const { load, lines } = measured({ environment });
    const next = jest.fn();
    load({ headers: {}, url: '/' } as IncomingMessage, {} as never, next);
    load({ headers: {}, url: '/' } as IncomingMessage, {} as never, next);
    load.close();
    expect(next).toHaveBeenCalledTimes(2);
    expect(lines).toEqual([]);
    expect(warn.mock.calls).toEqual([[message]]);
  });
});

describe('time', () => {
  beforeEach(() => jest.useFakeTimers({ now: Date.parse('2026-01-01T00:00:03.7Z') }));
  afterEach(() => jest.useRealTimers());

  test('makes a line right after the end of each period, from the first request on', () => {
    const { load, lines } = measured();
    jest.advanceTimersByTime(60_000);
    expect(lines).toEqual([]);
    load({ headers: {}, url: '/', socket: {} } as IncomingMessage, {} as never, jest.fn());
    jest.advanceTimersByTime(16_300 + 4);
    expect(lines).toHaveLength(0);
    jest.advanceTimersByTime(1);
    expect(lines).toHaveLength(1);
    jest.advanceTimersByTime(30_000);
    expect(lines.map((line) => (JSON.parse(line) as { Requests: number }).Requests)).toEqual([1, 0, 0, 0]);
    load.close();
  });
});
