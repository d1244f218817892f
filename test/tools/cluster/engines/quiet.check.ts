import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCluster, type Cluster, type Programs } from '../../../../tools/cluster';
import { DATABASE_NAMES } from '../../../../tools/cluster/engines/databases';
import { ADMINISTRATOR } from '../../../../tools/cluster/engines/postgres-server';
import { HOST } from '../../../../tools/cluster/process/ports';
import { until } from '../../../../tools/cluster/process/until';
import { builtService } from '../../../../tools/cluster/service-programs';
import { PHOTO } from '../../../../tools/cluster/visitors';
import { signIn } from '../../../../tools/drills/people';
import type { Person } from '../../../../tools/drills/load/plan';

/** Seconds without work, instead of 60, after which the service closes its connections. */
const IDLE_SECONDS = 3;

/** Seconds within which each relay looks once more after the database was used. */
const SWEEP_SECONDS = 15;

/** Seconds that the databases are watched for, with a look at each about ten times a second. */
const WATCHED_SECONDS = 10;

describe('the reference service as it is built', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quiet-'));
  let cluster: Cluster;
  let person: Person;

  beforeAll(async () => {
    cluster = await startCluster({ programs: await impatient(folder) });
    [person] = await signIn(cluster.url, 1);
  }, 240_000);
  afterAll(async () => {
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Connections of the service to each database, whoever of it has them and whatever they do. */
  const connections = async (): Promise<Record<string, number>> => {
    const text = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE backend_type = 'client backend' AND usename <> $1`;
    const counts = DATABASE_NAMES.map(async (name): Promise<[string, number]> => {
      const [row] = await cluster.sql(name, text, [ADMINISTRATOR]);
      return [name, Number(row?.n)];
    });
    return Object.fromEntries(await Promise.all(counts));
  };
  const authorization = () => ({ authorization: `Bearer ${person.token}` });
  const post = async () => {
    const headers = { ...authorization(), 'content-type': 'image/png', 'idempotency-key': randomUUID() };
    const answer = await fetch(`${cluster.url}/photos`, { method: 'POST', headers, body: new Uint8Array(PHOTO) });
    const { id } = (await answer.json()) as { id: string };
    return { id, status: answer.status };
  };
  /** Past the caching proxy. */
  const thumbnailOf = async (id: string) => {
    const { status } = await fetch(`${cluster.endpoints.balancer}/photos/${id}/thumbnail`);
    return status;
  };

  test('forgets with the first job of a worker what was done long ago, and nothing else', async () => {
    const remembered = async () => {
      const rows = await cluster.sql('writer', "SELECT id FROM processed_jobs WHERE id LIKE 'done %'");
      return rows.map(({ id }) => id);
    };
    const text = `INSERT INTO processed_jobs VALUES ('done long ago', now() - interval '31 days'), ('done lately', now() - interval '29 days')`;
    await cluster.sql('writer', text);
    expect(await remembered()).toHaveLength(2);
    expect((await post()).status).toBe(201);
    await until('forgetting', 30, async () => (await remembered()).length === 1);
    expect(await remembered()).toEqual(['done lately']);
  }, 60_000);

  test('without work holds no connection to any database, though readiness is asked for, and works again when it is asked', async () => {
    const readiness = new Readiness((await cluster.status()).parts.flatMap(({ name, port }) => webPort(name, port)));
    const { id, status } = await post();
    expect(status).toBe(201);
    await until('its thumbnail', 30, async () => (await thumbnailOf(id)) === 200);

    // What is looked for is there while there is work: on the writer, and on both replicas, whose lag is watched.
    const working = await connections();
    expect(DATABASE_NAMES.filter((name) => working[name] === 0)).toEqual([]);

    await sleep((SWEEP_SECONDS + IDLE_SECONDS) * 1000);
    await until('the end of the connections', 5, async () => {
      const left = await connections();
      if (total(left) > 0) throw new Error(JSON.stringify(left));
      return true;
    });
    const seen = await watch(WATCHED_SECONDS, connections);
    expect(seen.length).toBeGreaterThan(WATCHED_SECONDS);
    expect(seen.filter((counts) => total(counts) > 0)).toEqual([]);

    const { answers, failures } = await readiness.stop();
    expect(failures).toEqual([]);
    expect(answers).toBeGreaterThan(WATCHED_SECONDS * 3);

    const next = await post();
    expect(next.status).toBe(201);
    expect(total(await connections())).toBeGreaterThan(0);
    await until('the next thumbnail', 30, async () => (await thumbnailOf(next.id)) === 200);
  }, 180_000);
});

/** The programs of the service as they are built, which are told to be idle sooner. */
async function impatient(folder: string): Promise<Programs> {
  const { web, worker, migrate } = await builtService();
  const told = (name: string, program: string) => {
    const path = join(folder, name);
    const setting = `process.env.DATABASE_IDLE_SECONDS = '${IDLE_SECONDS}';`;
    writeFileSync(path, `${setting}\nrequire(${JSON.stringify(program)});\n`);
    return path;
  };
  return { web: told('web.js', web), worker: told('worker.js', worker), migrate };
}

/** Asks web instances all the time whether they are ready, as load balancers do. */
class Readiness {
  private answers = 0;
  private readonly failures: string[] = [];
  private asking = true;
  private readonly asked: Promise<void>[];

  constructor(ports: readonly number[]) {
    this.asked = ports.map((port) => this.ask(port));
  }

  async stop(): Promise<{ readonly answers: number; readonly failures: readonly string[] }> {
    this.asking = false;
    await Promise.all(this.asked);
    return { answers: this.answers, failures: this.failures };
  }

  private async ask(port: number): Promise<void> {
    while (this.asking) {
      try {
        const { status } = await fetch(`http://${HOST}:${port}/health/ready`);
        if (status === 200) this.answers += 1;
        else this.failures.push(`status ${status} of port ${port}`);
      } catch (error) {
        this.failures.push(`${String(error)} of port ${port}`);
      }
      await sleep(100);
    }
  }
}

function webPort(name: string, port: number | undefined): number[] {
  return name.startsWith('web-') && port !== undefined ? [port] : [];
}

async function watch<T>(seconds: number, look: () => Promise<T>): Promise<T[]> {
  const seen: T[] = [];
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(50)) seen.push(await look());
  return seen;
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
