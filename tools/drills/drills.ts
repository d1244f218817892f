import { createClient } from '@redis/client';
import type { DatabaseName } from '../cluster';
import type { Ground } from './ground';

/** What a drill has to keep to. Nothing may be lost or doubled in any. */
export interface Target {
  /** Seconds until error rate and p99 are back. */
  readonly recoverySeconds?: number;
  /** Share of requests that may fail: less than that, or none where it is 0. */
  readonly errorShare?: number;
}

/** Something that goes wrong on purpose, under load. */
export interface Drill {
  readonly name: string;
  readonly target: Target;
  /** Does it; what it returns puts it right again once the load has ended. */
  readonly inflict: (ground: Ground) => Promise<void | (() => Promise<unknown>)>;
  /** Before the load. Returns what undoes it. */
  readonly prepare?: (ground: Ground) => Promise<() => Promise<unknown>>;
  /** Writes may be lost: how many is told, beside those of the same drill where commits wait. */
  readonly mayLose?: boolean;
}

/** The loss of a web instance, a replica, the cache or a worker. */
const LOSS: Target = { recoverySeconds: 5, errorShare: 0.01 };

/** What is planned. */
const PLANNED: Target = { errorShare: 0 };

const PROMOTION: Target = { recoverySeconds: 15 };

/** Bytes that are more than the cache has room for. */
const CACHE_ENTRY = 'x'.repeat(100_000);

export const POISON = 'this is no job';

/** Every drill, in the order in which they are done. */
export const DRILLS: readonly Drill[] = [
  {
    name: 'a poison message',
    target: LOSS,
    inflict: async (ground) => ground.send(POISON, 'poison'),
  },
  {
    name: 'kill -9 a web instance',
    target: LOSS,
    inflict: async ({ cluster }) => cluster.part('web-1').kill(),
  },
  {
    name: 'stop a web instance politely',
    target: PLANNED,
    inflict: async ({ cluster }) => {
      await cluster.part('web-2').stop();
      return () => cluster.part('web-2').start();
    },
  },
  {
    name: 'freeze a web instance (SIGSTOP)',
    target: LOSS,
    inflict: async ({ cluster }) => {
      await cluster.part('web-3').freeze();
      return () => cluster.part('web-3').resume();
    },
  },
  { name: 'kill -9 a replica', target: LOSS, inflict: async (ground) => ground.cluster.part(aReplica(ground)).kill() },
  {
    name: 'a replica is 10 s behind',
    target: LOSS,
    inflict: async (ground) => {
      const replica = aReplica(ground);
      await ground.cluster.lag(replica, 10);
      return () => ground.cluster.lag(replica, 0);
    },
  },
  { name: 'kill -9 the cache', target: LOSS, inflict: async ({ cluster }) => cluster.part('cache').kill() },
  { name: 'fill the cache', target: LOSS, inflict: fillCache },
  {
    name: 'kill -9 a worker in the middle of a job',
    target: LOSS,
    inflict: async ({ cluster }) => cluster.part('worker-1').kill(),
  },
  {
    name: 'no worker until the load is over',
    target: LOSS,
    inflict: async ({ cluster }) => {
      const workers = [cluster.part('worker-1'), cluster.part('worker-2')];
      await Promise.all(workers.map((worker) => worker.kill({ stay: true })));
      return () => Promise.all(workers.map((worker) => worker.start()));
    },
  },
  { name: 'deliver messages twice more', target: LOSS, inflict: deliverAgain },
  {
    name: 'fill the connections of the writer',
    target: LOSS,
    inflict: async ({ cluster }) => cluster.fillConnections(),
  },
  {
    name: 'kill -9 the primary: a replica is promoted',
    target: PROMOTION,
    inflict: async ({ cluster }) => cluster.part(cluster.writer()).kill(),
  },
  {
    name: 'the same where commits do not wait for a replica',
    target: PROMOTION,
    mayLose: true,
    prepare: async ({ cluster }) => {
      await cluster.setSynchronous(false);
      return () => cluster.setSynchronous(true);
    },
    inflict: async ({ cluster }) => cluster.part(cluster.writer()).kill(),
  },
  {
    name: 'rotate the password of the database',
    target: PLANNED,
    inflict: async ({ cluster }) => cluster.rotatePassword(),
  },
  {
    name: 'roll all instances to another version',
    target: PLANNED,
    inflict: async ({ cluster }) => cluster.roll('2'),
  },
  { name: 'restart everything', target: {}, inflict: async ({ cluster }) => cluster.restartAll() },
];

function aReplica({ cluster }: Ground): DatabaseName {
  const writer = cluster.writer();
  return writer === 'replica-1' ? 'replica-2' : 'replica-1';
}

/** Until nothing more fits in, and on: what is evicted is read from the database again. */
async function fillCache({ cluster }: Ground): Promise<void> {
  const { host, port } = cluster.endpoints.cache;
  const client = createClient({ socket: { host, port } });
  client.on('error', () => undefined);
  await client.connect();
  const { cache } = await cluster.status();
  const entries = Math.ceil((1.5 * (cache?.maximumBytes ?? 0)) / CACHE_ENTRY.length);
  for (let entry = 0; entry < entries; entry++) await client.set(`filling:${entry}`, CACHE_ENTRY, { EX: 60 });
  client.destroy();
}

/** As SQS may at any time: each message comes with the id of its job. */
async function deliverAgain(ground: Ground): Promise<void> {
  const photos = (await ground.photos()).slice(-30);
  for (const { id } of [...photos, ...photos]) {
    await ground.send(JSON.stringify({ photo: id, request: 'drill' }), `thumbnail:${id}`);
  }
}
