import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { hostname } from 'node:os';
import { loadMetric, SessionStore, type Database } from '../../runtime';
import { LoadEnvironment } from '../../lib/contract/load-metric';
import { createApp } from './http/app';
import { Readiness } from './http/readiness';
import { Tokens, SESSION_SECONDS } from './identity/tokens';
import { Drain } from './process/drain';
import { exitOnFailure } from './process/exit';
import { webSettings, type WebSettings } from './settings/settings';
import { connectJobs } from './wiring/jobs';
import { connectPlatform } from './wiring/platform';

async function main(): Promise<void> {
  const settings = webSettings(process.env);
  const platform = connectPlatform(settings);
  const { log } = platform;
  const jobs = connectJobs(platform.database, settings.jobsQueueUrl, log);
  const readiness = new Readiness();
  const load = loadOf(settings);
  const app = await createApp({
    ...platform,
    jobs,
    readiness,
    load,
    instance: `${hostname()}-${process.pid}`,
    database: touching(platform.database, () => jobs.touch()),
    sessions: sessionsOf(settings),
    tokens: new Tokens(settings.deployment, settings.tokenSecrets),
  });
  new Drain({
    log,
    refuse: () => readiness.drain(),
    delay: settings.drainDelaySeconds * 1000,
    close: async () => {
      // Requests first: they add jobs, and use everything else.
      await app.close();
      await jobs.stop();
      load?.close();
      await platform.close();
    },
    exit: (code) => process.exit(code),
  }).listen();
  jobs.start();
  // On every address of the container: the load balancer comes from outside.
  await app.listen({ port: settings.port, host: '0.0.0.0' });
}

/** Only where scaling follows it: elsewhere nobody has said what a task can do. */
function loadOf({ environment }: WebSettings): ReturnType<typeof loadMetric> | undefined {
  return environment[LoadEnvironment.RATED_REQUESTS] === undefined ? undefined : loadMetric({ environment });
}

function sessionsOf({ sessionTable }: WebSettings) {
  const store = new SessionStore<{ user: string }>({
    client: new DynamoDB({}),
    table: sessionTable,
    ttlSeconds: SESSION_SECONDS,
  });
  return {
    create: async (user: string) => (await store.create({ user })).id,
    read: (id: string) => store.read(id),
    revoke: (id: string) => store.revoke(id),
  };
}

/** Says of each use of the database that there was one. */
function touching(database: Database, touch: () => void): Pick<Database, 'read' | 'write'> {
  return {
    read: (...args) => database.read(...args).finally(touch),
    write: (...args) => database.write(...args).finally(touch),
  };
}

exitOnFailure(main());
