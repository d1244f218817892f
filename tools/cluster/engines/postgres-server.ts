import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, type ClientConfig } from 'pg';
import { postgresUser } from '../../support/postgres-programs';
import { HOST } from '../process/ports';
import { Fatal, until } from '../process/until';
import type { Command, Running, Workshop } from '../process/workshop';

/** Who administers, and who replicates. */
export const ADMINISTRATOR = 'dbadmin';
export const REPLICATOR = 'replicator';

/** What a database of the cluster is told at present. */
export interface ServerSettings {
  /** Names of those that a commit waits for, if it waits. */
  readonly synchronousWith?: readonly string[];
  /** Whom it follows, and the slot that keeps the log for it there; a writer follows nobody. */
  readonly follows?: { readonly port: number; readonly slot?: string };
  readonly delaySeconds: number;
  /** Parameters of its configuration that are other than those of the cluster. */
  readonly parameters?: Readonly<Record<string, string | number>>;
}

/** What a copy is made of. */
export interface CopySource {
  /** Folder with its files. */
  readonly data: string;
  /** Connects to it as administrator. */
  connect(): Promise<Client>;
}

/** One PostgreSQL: its files, its configuration and its process. */
export class PostgresServer {
  public readonly data: string;
  private readonly user = postgresUser();

  public constructor(
    private readonly workshop: Workshop,
    public readonly name: string,
    public readonly port: number,
    private readonly programs: string,
    private readonly password: string,
  ) {
    const home = join(workshop.folder, 'databases', name);
    mkdirSync(home, { recursive: true });
    if (this.user) chownSync(home, this.user.uid, this.user.gid);
    this.data = join(home, 'data');
  }

  public get isMade(): boolean {
    return existsSync(this.data);
  }

  /** Makes an empty database. */
  public async make(): Promise<void> {
    const passwordFile = join(this.workshop.folder, 'databases', `${this.name}-password`);
    writeFileSync(passwordFile, this.password, { mode: 0o600 });
    if (this.user) chownSync(passwordFile, this.user.uid, this.user.gid);
    const args = ['-D', this.data, '-U', ADMINISTRATOR, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
    await this.workshop.run('initdb', this.command('initdb', [...args, '-E', 'UTF8', '--locale=C', '--no-sync']));
    rmSync(passwordFile);
    this.write(
      'pg_hba.conf',
      `host all all ${HOST}/32 scram-sha-256\nhost replication ${REPLICATOR} ${HOST}/32 scram-sha-256\n`,
    );
  }

  /** Makes it a copy of one that runs: the package has no `pg_basebackup`, which does the same. */
  public async copyFrom(source: CopySource): Promise<void> {
    rmSync(this.data, { recursive: true, force: true });
    const client = await source.connect();
    try {
      await client.query(`SELECT pg_backup_start('${this.name}', true)`);
      // Files come and go while they are copied, which the log makes good: `cp` says so, and copies the rest.
      await this.workshop.start('copy', { program: 'cp', args: ['-R', '-p', source.data, this.data], user: this.user })
        .ended;
      const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
      for (const file of ['postmaster.pid', 'postmaster.opts', 'standby.signal', 'backup_label']) {
        rmSync(join(this.data, file), { force: true });
      }
      for (const folder of ['pg_replslot', 'pg_wal']) this.emptied(folder);
      this.write('backup_label', rows[0].labelfile);
    } finally {
      await client.end();
    }
  }

  /** Writes its configuration; a running one is told by `reload`. */
  public configure({ synchronousWith, follows, delaySeconds, parameters }: ServerSettings): void {
    const slot = slotOf(this.name);
    const settings = {
      listen_addresses: HOST,
      port: this.port,
      unix_socket_directories: '',
      max_connections: 100,
      shared_buffers: '64MB',
      wal_level: 'replica',
      hot_standby_feedback: 'on',
      max_standby_streaming_delay: '2s',
      max_slot_wal_keep_size: '1GB',
      wal_keep_size: '512MB',
      max_wal_size: '1GB',
      wal_receiver_status_interval: '1s',
      wal_receiver_timeout: '5s',
      wal_sender_timeout: '5s',
      wal_retrieve_retry_interval: '250ms',
      log_min_messages: 'warning',
      recovery_min_apply_delay: `${delaySeconds}s`,
      synchronous_standby_names: synchronousWith ? `ANY 1 (${synchronousWith.map(slotOf).join(', ')})` : '',
      ...(follows && {
        ...(follows.slot !== undefined && { primary_slot_name: follows.slot }),
        primary_conninfo: `host=${HOST} port=${follows.port} user=${REPLICATOR} password=${this.password} application_name=${slot} connect_timeout=2`,
      }),
      ...parameters,
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`);
    this.write('postgresql.conf', `${lines.join('\n')}\n`);
    if (follows) this.write('standby.signal', '');
    else rmSync(join(this.data, 'standby.signal'), { force: true });
  }

  public start(): Running {
    return this.workshop.start(this.name, this.command('postgres', ['-D', this.data]));
  }

  /** Waits until it answers statements. */
  public async answering(running: Running): Promise<void> {
    await until(`an answer of ${this.name}`, 60, async () => {
      if (running.hasEnded) throw new Fatal(`${this.name} does not start:\n${running.lastWords()}`);
      await this.sql('SELECT 1');
      return true;
    });
  }

  public connect(settings: ClientConfig = {}): Promise<Client> {
    return connectTo({ port: this.port, user: ADMINISTRATOR, password: this.password, ...settings });
  }

  /** Runs a statement as the administrator. */
  public async sql(text: string, values: readonly unknown[] = [], database = 'postgres'): Promise<Row[]> {
    const client = await this.connect({ database });
    try {
      return (await client.query<Row>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  /** Where the log of one that was stopped politely ends: at its last checkpoint, which those that follow have got. */
  public logEnd(): bigint {
    const control = readFileSync(join(this.data, 'global', 'pg_control'));
    // ControlFileData of pg_control.h: the state is at byte 16, the position of the last checkpoint at 32.
    if (control.readInt32LE(16) !== SHUT_DOWN) throw new Error(`${this.name} was not stopped politely`);
    return control.readBigUInt64LE(32);
  }

  private command(program: string, args: readonly string[]): Command {
    return { program: join(this.programs, 'bin', program), args, user: this.user };
  }

  private write(file: string, text: string): void {
    const path = join(this.data, file);
    writeFileSync(path, text, { mode: 0o600 });
    if (this.user) chownSync(path, this.user.uid, this.user.gid);
  }

  private emptied(folder: string): void {
    const path = join(this.data, folder);
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { mode: 0o700 });
    if (this.user) chownSync(path, this.user.uid, this.user.gid);
  }
}

/** `DB_SHUTDOWNED` of PostgreSQL, and of one that followed: `DB_SHUTDOWNED_IN_RECOVERY` is 2. */
const SHUT_DOWN = 1;

export type Row = Record<string, unknown>;

/** Connects, and is not told of by an event when the server goes: the next statement fails. */
export async function connectTo(settings: ClientConfig): Promise<Client> {
  const client = new Client({
    host: HOST,
    database: 'postgres',
    connectionTimeoutMillis: 5000,
    query_timeout: 30_000,
    ...settings,
  });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Name of the slot and of the standby: without what SQL would have quoted. */
export function slotOf(name: string): string {
  return name.replaceAll('-', '_');
}
