import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SSM } from '@aws-sdk/client-ssm';
import { parameterStoreTopology } from '../../../../runtime';
import { startCluster, type Cluster, type PartName } from '../../../../tools/cluster';
import { CREDENTIALS, REGION, TOPOLOGY_PATH } from '../../../../tools/cluster/service-environment';
import { until } from '../../../../tools/cluster/process/until';

const PROGRAMS = {
  web: join(__dirname, '../stand-in', 'web.js'),
  worker: join(__dirname, '../stand-in', 'worker.js'),
  migrate: join(__dirname, '../stand-in', 'migrate.js'),
};

describe('a cluster', () => {
  let cluster: Cluster;
  const post = () => fetch(cluster.url, { method: 'POST' });
  const visits = async (on: Parameters<Cluster['sql']>[0] = 'writer') =>
    Number((await cluster.sql(on, 'SELECT count(*) AS n FROM visits'))[0].n);
  const statusOf = async (name: PartName) => (await cluster.status()).parts.find((part) => part.name === name);

  /** Whom the service finds in the topology, when it looks. */
  const readers = async () => {
    const client = new SSM({ endpoint: cluster.endpoints.parameters, region: REGION, credentials: CREDENTIALS });
    const topology = await parameterStoreTopology({ client, path: TOPOLOGY_PATH }).read();
    return topology.readers.map(({ port }) => cluster.parts.find(({ address }) => address?.port === port)?.name);
  };

  beforeAll(async () => {
    cluster = await startCluster({ programs: PROGRAMS });
  });
  afterAll(() => cluster.stop());

  test('works in every part, and what is written reaches both replicas', async () => {
    const { parts, databases, synchronous } = await cluster.status();
    expect(parts.filter(({ state }) => state !== 'running')).toEqual([]);
    expect(databases.map(({ role }) => role)).toEqual(['writer', 'replica', 'replica']);
    expect(await readers()).toEqual(['replica-1', 'replica-2']);
    expect(synchronous).toBe(true);
    expect((await post()).status).toBe(200);
    for (const replica of ['replica-1', 'replica-2'] as const) {
      await until(`a visit at ${replica}`, 5, async () => (await visits(replica)) === 1);
    }
  });

  test('sends requests past an instance that is killed, and starts it again', async () => {
    await cluster.part('web-1').kill();
    expect(await statusOf('web-1')).toMatchObject({ state: 'gone' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(cluster.url)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    // The balancer may not have seen yet that it is gone.
    await until('web-1', 10, async () => {
      const { restarts, serving } = (await statusOf('web-1')) ?? {};
      return restarts === 1 && serving === true;
    });
    expect(await statusOf('web-1')).toMatchObject({ state: 'running', restarts: 1 });
  });

  test('leaves down what is to stay down', async () => {
    await cluster.part('worker-1').kill({ stay: true });
    await sleep(2500);
    expect(cluster.part('worker-1').state).toBe('gone');
    await cluster.part('worker-1').start();
    expect(cluster.part('worker-1').state).toBe('running');
  });

  test('answers every request while all instances are replaced', async () => {
    const failed: number[] = [];
    let asking = true;
    const visitor = (async () => {
      while (asking) {
        const { status } = await fetch(cluster.url);
        if (status !== 200) failed.push(status);
      }
    })();
    await cluster.roll('2');
    asking = false;
    await visitor;
    expect(failed).toEqual([]);
    expect((await fetch(cluster.url)).headers.get('x-version')).toBe('2');
  });

  test('shows on a replica that lags what was there before', async () => {
    await cluster.lag('replica-2', 30);
    const before = await visits('replica-2');
    await post();
    await until('a visit at replica-1', 5, async () => (await visits('replica-1')) === before + 1);
    expect(await visits('replica-2')).toBe(before);
    await cluster.lag('replica-2', 0);
    await until('a visit at replica-2', 5, async () => (await visits('replica-2')) === before + 1);
  });

  test('lets instances in with the password that was rotated', async () => {
    await cluster.rotatePassword();
    expect((await post()).status).toBe(200);
    const users = await cluster.sql(
      'writer',
      "SELECT DISTINCT usename FROM pg_stat_activity WHERE usename LIKE 'app_%'",
    );
    expect(users).toEqual([{ usename: 'app_b' }]);
  });

  test('promotes a replica when the writer is killed, loses no visit, and takes the old writer back as a replica', async () => {
    const before = await visits();
    await cluster.part('primary').kill();
    await until('a write', 15, async () => (await post()).ok);
    expect(cluster.writer()).not.toBe('primary');
    expect(await visits()).toBeGreaterThan(before);
    expect(await readers()).toEqual(['primary', 'replica-1', 'replica-2'].filter((name) => name !== cluster.writer()));
    await until('the old writer', 15, async () => (await cluster.status()).databases[0].role === 'replica');
    await until('its visits', 5, async () => (await visits('primary')) === (await visits()));
  });

  test('freezes a part and resumes it', async () => {
    await cluster.part('cache').freeze();
    expect((await cluster.status()).cache).toBeUndefined();
    await cluster.part('cache').resume();
    expect((await cluster.status()).cache).toBeDefined();
  });

  test('has no connection left when they are filled, until they are given back', async () => {
    const giveBack = await cluster.fillConnections();
    const writer = (await cluster.status()).databases.find(({ role }) => role === 'writer');
    expect(writer?.connections).toBeGreaterThan(90);
    await giveBack();
    await until('a write', 5, async () => (await post()).ok);
  });

  test('keeps what was written when everything is restarted', async () => {
    const before = await visits();
    await cluster.restartAll();
    expect(await visits()).toBe(before);
    expect((await fetch(cluster.url)).status).toBe(200);
  });

  test('is gone when it is stopped', async () => {
    const pids = (await cluster.status()).parts.map(({ pid }) => pid ?? 0);
    expect(pids.every((pid) => existsSync(`/proc/${pid}`) || process.platform !== 'linux')).toBe(true);
    await cluster.stop();
    await expect(fetch(cluster.url)).rejects.toThrow('fetch failed');
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
