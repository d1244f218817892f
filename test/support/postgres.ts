import { execFile, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
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
  /** Starts another one that follows this one, from a copy of its data. */
  follower(): Promise<TestPostgres>;
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
  const options = { ...owner, env: { PATH: process.env.PATH, LC_ALL: 'C' } };
  await promisify(execFile)(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-instructions'],
    { ...options, cwd: folder },
  );
  return serve({ folder, programs, options, flags: [...SETTINGS, ...settings] });
}

/** What a server is started with. */
interface Installation {
  readonly folder: string;
  readonly programs: string;
  readonly options: SpawnOptions & { readonly uid?: number; readonly gid?: number };
  readonly flags: readonly string[];
}

async function serve(installation: Installation): Promise<TestPostgres> {
  const { folder, programs, options, flags } = installation;
  const port = await freePort();
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', join(folder, 'data'), '-h', HOST, '-p', String(port), ...flags.flatMap((flag) => ['-c', flag])],
    { ...options, cwd: folder, stdio: 'ignore' },
  );
  const ended = once(server, 'exit');
  await answering(server, port);
  return {
    host: HOST,
    port,
    user: 'postgres',
    database: 'postgres',
    sql: (text, values) => sql(port, text, values),
    follower: () => follow(port, installation),
    stop: async () => {
      // Immediate: clients that are still connected are not waited for.
      server.kill('SIGQUIT');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** By copying, since pg_basebackup is not in the package. */
async function follow(
  primaryPort: number,
  { folder: from, options, ...installation }: Installation,
): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'test-postgres-'));
  const data = join(folder, 'data');
  const client = new Client({ host: HOST, port: primaryPort, user: 'postgres', database: 'postgres' });
  await client.connect();
  try {
    await client.query("SELECT pg_backup_start('follower', fast => true)");
    await cp(join(from, 'data'), data, { recursive: true, filter: (path) => basename(path) !== 'postmaster.pid' });
    const { rows } = await client.query('SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)');
    await writeFile(join(data, 'backup_label'), (rows as { labelfile: string }[])[0]?.labelfile ?? '');
  } finally {
    await client.end();
  }
  // What was written since the copy began is in the log of the primary, which is still there.
  await writeFile(join(data, 'standby.signal'), '');
  await chmod(data, 0o700);
  const { uid, gid } = options;
  if (uid !== undefined && gid !== undefined) {
    for (const path of [folder, ...(await readdir(data, { recursive: true })).map((name) => join(data, name)), data]) {
      await chown(path, uid, gid);
    }
  }
  const follows = `primary_conninfo=host=${HOST} port=${primaryPort} user=postgres`;
  return serve({ ...installation, folder, options, flags: [...installation.flags, follows] });
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
