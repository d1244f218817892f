import { Client } from 'pg';
import { environmentTopology } from '../../runtime';
import { connection } from './clients/postgres';
import { migrate } from './data/migrate';
import { exitOnFailure } from './process/exit';
import { databaseSettings } from './settings/settings';

/** Milliseconds that a step may take: it may have to wait for others. */
const STEP_TIMEOUT = 300_000;

async function main(): Promise<void> {
  const settings = databaseSettings(process.env);
  const { writer } = await environmentTopology(process.env).read();
  const client = new Client({
    ...connection(writer, settings),
    query_timeout: STEP_TIMEOUT,
    statement_timeout: STEP_TIMEOUT,
  });
  await client.connect();
  try {
    const applied = await migrate(client);
    console.log(JSON.stringify({ level: 'info', msg: 'migrated', applied }));
  } finally {
    await client.end();
  }
}

exitOnFailure(main());
