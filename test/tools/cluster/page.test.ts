import type { Cluster, ClusterStatus } from '../../../tools/cluster';
import { CHARTS, drawing } from '../../../tools/cluster/page/charts';
import { PageServer } from '../../../tools/cluster/page/server';
import { request } from 'undici';

const STATUS: ClusterStatus = {
  at: 1000,
  synchronous: true,
  parts: [],
  databases: [],
  traffic: { requestsPerSecond: 20, errorsPerSecond: 5, p50: 3 },
  events: [],
};

describe('the live page', () => {
  const killed: string[] = [];
  const part = { name: 'web-1', kill: () => Promise.resolve(void killed.push('web-1')) };
  const cluster = { parts: [part], status: () => Promise.resolve(STATUS) } as unknown as Cluster;
  let page: PageServer;
  beforeAll(async () => {
    page = await PageServer.start(cluster);
  });
  afterAll(() => page.stop());
  const post = async (path: string, headers: Record<string, string>) =>
    (await request(`${page.url}${path}`, { method: 'POST', headers })).statusCode;

  test('kills a part for its own button', async () => {
    expect(await post('/parts/web-1/kill', { 'x-cluster': 'page' })).toBe(202);
    expect(killed).toEqual(['web-1']);
  });

  test.each([
    ['another site that posts', '/parts/web-1/kill', {}, 403],
    ['another name for this address', '/parts/web-1/kill', { 'x-cluster': 'page', host: 'example.com' }, 421],
    ['a part that is not there', '/parts/web-9/kill', { 'x-cluster': 'page' }, 404],
    ['what cannot be done', '/parts/web-1/constructor', { 'x-cluster': 'page' }, 404],
  ])('refuses %s', async (_what, path, headers, status) => {
    killed.length = 0;
    expect(await post(path, headers as Record<string, string>)).toBe(status);
    expect(killed).toEqual([]);
  });

  test('draws lines, interrupted where nothing is known', () => {
    const latency = CHARTS.find(({ name }) => name === 'Latency');
    if (!latency) throw new Error('there is no chart of latency');
    const later = { ...STATUS, at: 2000, traffic: { ...STATUS.traffic, p50: undefined, p99: 40 } };
    const { paths, latest } = drawing(latency, [STATUS, later, { ...STATUS, at: 3000 }]);
    expect(paths).toEqual(['M0.00 35.30M100.00 35.30', 'M50.00 2.00']);
    expect(latest).toEqual(['p50 3 ms', 'p99 –']);
  });
});
