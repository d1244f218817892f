import { randomUUID } from 'node:crypto';
import { slotOf } from '../../../lib/contract/shard-map';
import type { SqlClient } from '../../../runtime/database/sql-client';
import { applicationPool, connectRouter, type Router } from '../../shard-drills/ground/router';
import { ACCOUNTS, accountKey } from '../../shard-drills/load/plan';
import type { Round } from './claims';
import type { Job, Written } from './measure';

const WRITE = `INSERT INTO accounts (slot, key, note) VALUES ($1, $2, 'written')`;
const QUERY = 'SELECT orders FROM accounts WHERE slot = $1 AND key = $2';

/** A process of its own, so that nothing else that goes on holds it up. It does one job after another. */
async function run(job: Job): Promise<Written | Round[]> {
  const router = connectRouter(job);
  try {
    return await (job.kind === 'writes' ? write(router, job) : query(router, job));
  } finally {
    await router.close();
  }
}

/** Clients that write again when they are answered. What is answered while it warms up does not count. */
async function write({ shards }: Router, job: Job & { kind: 'writes' }): Promise<Written> {
  const from = performance.now() + job.warmUp * 1000;
  const end = from + job.seconds * 1000;
  let [written, failures] = [0, 0];
  const client = async () => {
    while (performance.now() < end) {
      const key = randomUUID();
      const work = (sql: SqlClient) => sql.query(WRITE, [slotOf(key), key]);
      const isWritten = await shards.write(key, work).then(
        () => true,
        () => false,
      );
      const now = performance.now();
      if (!isWritten) failures++;
      else if (now >= from && now < end) written++;
    }
  };
  await Promise.all(Array.from({ length: job.clients }, client));
  return { perSecond: written / job.seconds, failures };
}

/** The same queries through the router and through a pool, in turn: what disturbs one disturbs the other. */
async function query(
  { shards }: Router,
  { shards: [first], pool, queries, rounds }: Job & { kind: 'queries' },
): Promise<Round[]> {
  const direct = applicationPool(first.port, first.password, pool);
  const ask = (client: SqlClient, key: string) => client.query(QUERY, [slotOf(key), key]);
  const throughRouter = (key: string) => shards.read(key, (client) => ask(client, key));
  const throughPool = async (key: string) => {
    const client = await direct.connect();
    try {
      return await ask(client, key);
    } finally {
      client.release();
    }
  };
  const found: Round[] = [];
  // The first rounds make both warm.
  for (let round = -WARM; round < rounds; round++) {
    const times = { router: 0, pool: 0 };
    for (let index = 0; index < queries; index++) {
      const key = accountKey((round * queries + index + WARM * queries) % ACCOUNTS);
      if (index % 2 === 0) times.router += await timed(key, throughRouter);
      times.pool += await timed(key, throughPool);
      if (index % 2 === 1) times.router += await timed(key, throughRouter);
    }
    if (round >= 0) found.push({ router: times.router / queries, pool: times.pool / queries });
  }
  await direct.end();
  return found;
}

const WARM = 4;

/** Milliseconds of a query. */
async function timed(
  key: string,
  ask: (key: string) => Promise<{ readonly rows: readonly unknown[] }>,
): Promise<number> {
  const start = performance.now();
  const { rows } = await ask(key);
  if (rows.length !== 1) throw new Error(`${key} must be there once, got ${rows.length}`);
  return performance.now() - start;
}

process.on('message', (job: Job) => {
  void run(job).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
