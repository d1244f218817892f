import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { postgresPrograms, postgresUser } from '../../tools/support/postgres-programs';

/** A PostgreSQL of a test's own, on the loopback. */
export interface TestPostgres {
  readonly host: string;
  readonly port: number;
  /** The administrator, who needs no password. */
  readonly user: string;
  readonly database: string;
  /** Runs a statement as the administrator. */
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Fast, because nothing of it has to last. */
const SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'unix_socket_directories='];

/** Starts a PostgreSQL on a free port, with its data in a folder that goes with it. */
export async function startPostgres(settings: readonly string[] = []): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'test-postgres-'));
  const owner = postgresUser();
  if (owner) await chown(folder, owner.uid, owner.gid);
  const programs = join(postgresPrograms(folder), 'bin');
  const data = join(folder, 'data');
  const options = { ...owner, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C' } };
  await promisify(execFile)(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-instructions'],
    options,
  );
  const port = await freePort();
  const flags = [...SETTINGS, ...settings].flatMap((setting) => ['-c', setting]);
  const server = spawn(join(programs, 'postgres'), ['-D', data, '-h', HOST, '-p', String(port), ...flags], {
    ...options,
    stdio: 'ignore',
  });
  const ended = once(server, 'exit');
  await answering(server, port);
  return {
    host: HOST,
    port,
    user: 'postgres',
    database: 'postgres',
    sql: (text, values) => sql(port, text, values),
    stop: async () => {
      // Immediate: clients that are still connected are not waited for.
      server.kill('SIGQUIT');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answering(server: ChildProcess, port: number): Promise<void> {
  for (const end = Date.now() + 20_000; ;) {
    try {
      await sql(port, 'SELECT 1');
      return;
    } catch (error) {
      if (Date.now() > end || server.exitCode !== null) throw error;
      await sleep(50);
    }
  }
}

async function sql(port: number, text: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new Client({ host: HOST, port, user: 'postgres', database: 'postgres' });
  await client.connect();
  try {
    const { rows } = await client.query(text, values);
    return rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}
