import { setTimeout as sleep } from 'node:timers/promises';
import { replicasOf, type Drill } from './drill';
import { fillCache } from './harm/cache';
import { deliverTwice, poison, whileWorking } from './harm/queue';
import { ONE_OF_MANY, PLANNED } from './targets';

/** Every drill, in the order in which they are run: one after another, on one cluster. */
export const DRILLS: readonly Drill[] = [
  {
    name: 'kill a replica',
    targets: ONE_OF_MANY,
    harm: ({ cluster }) => cluster.part(replicasOf(cluster)[0]).kill(),
  },
  {
    name: 'lag a replica by 10 s',
    lastsSeconds: 10,
    targets: ONE_OF_MANY,
    harm: async ({ cluster }) => {
      const [replica] = replicasOf(cluster);
      await cluster.lag(replica, 10);
      await sleep(10_000);
      await cluster.lag(replica, 0);
    },
  },
  {
    name: 'kill -9 a web instance',
    // What it had in hand fails: a share of few requests would be one of a second.
    lastsSeconds: 4,
    targets: ONE_OF_MANY,
    harm: ({ cluster }) => cluster.part('web-1').kill(),
  },
  {
    name: 'stop a web instance politely',
    targets: PLANNED,
    harm: ({ cluster }) => cluster.part('web-2').restart(),
  },
  {
    name: 'kill the primary, promote a replica',
    targets: { recoverySeconds: 15 },
    harm: ({ cluster }) => cluster.part(cluster.writer()).kill(),
  },
  {
    name: 'the same with asynchronous replication',
    targets: { recoverySeconds: 15, mayLose: true },
    prepare: (cluster) => cluster.setSynchronous(false),
    harm: ({ cluster }) => cluster.part(cluster.writer()).kill(),
    restore: (cluster) => cluster.setSynchronous(true),
  },
  { name: 'kill the cache', targets: ONE_OF_MANY, harm: ({ cluster }) => cluster.part('cache').kill() },
  { name: 'fill the cache', targets: ONE_OF_MANY, harm: ({ cluster }) => fillCache(cluster) },
  {
    name: 'kill a worker in the middle of a job',
    targets: ONE_OF_MANY,
    harm: async ({ cluster }) => {
      await whileWorking(cluster);
      await cluster.part('worker-1').kill();
    },
  },
  {
    name: 'kill both workers for 20 s',
    lastsSeconds: 20,
    targets: ONE_OF_MANY,
    harm: async ({ cluster }) => {
      const workers = [cluster.part('worker-1'), cluster.part('worker-2')];
      await Promise.all(workers.map((worker) => worker.kill({ stay: true })));
      await sleep(20_000);
      await Promise.all(workers.map((worker) => worker.start()));
    },
  },
  { name: 'deliver jobs twice', targets: ONE_OF_MANY, harm: (ground) => deliverTwice(ground) },
  { name: 'a poison message', targets: ONE_OF_MANY, harm: ({ cluster }) => poison(cluster) },
  {
    name: 'freeze a web instance for 8 s',
    lastsSeconds: 8,
    targets: ONE_OF_MANY,
    harm: async ({ cluster }) => {
      const web = cluster.part('web-3');
      await web.freeze();
      await sleep(8000);
      await web.resume();
    },
  },
  {
    name: 'roll all instances to a new version',
    lastsSeconds: 20,
    targets: PLANNED,
    harm: ({ cluster }) => cluster.roll('2'),
  },
  {
    name: 'fill the connections of the writer for 5 s',
    lastsSeconds: 5,
    targets: {},
    harm: async ({ cluster }) => {
      const giveBack = await cluster.fillConnections();
      await sleep(5000);
      await giveBack();
    },
  },
  {
    name: 'rotate the password of the database',
    lastsSeconds: 20,
    targets: {},
    harm: ({ cluster }) => cluster.rotatePassword(),
  },
  { name: 'restart the whole cluster', lastsSeconds: 14, targets: {}, harm: ({ cluster }) => cluster.restartAll() },
];
