import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import type { DatabaseName, PartName } from './cluster';
import type { Databases } from './engines/databases';
import type { PartKind } from './part';
import { HOST } from './process/ports';
import { Fatal, until } from './process/until';
import type { Command, Running, Workshop } from './process/workshop';
import { BUCKET, CREDENTIALS, DEAD_LETTER_QUEUE, JOBS_QUEUE, REGION, SESSION_TABLE } from './service-environment';

/** A process that works as soon as it listens. */
export function listener(
  workshop: Workshop,
  name: PartName,
  port: number,
  command: () => Command,
  further: Pick<PartKind, 'stopSignal'> & { readonly prepare?: () => Promise<void> } = {},
): PartKind {
  return {
    name,
    port,
    stopSignal: further.stopSignal,
    launch: () => workshop.start(name, command()),
    working: async (running) => {
      await listening(name, port, running);
      await further.prepare?.();
    },
  };
}

/** Waits until a process listens on its port. */
export async function listening(name: string, port: number, running: Running): Promise<void> {
  await until(`an answer of ${name}`, 60, async () => {
    if (running.hasEnded) throw new Fatal(`${name} does not start:\n${running.lastWords()}`);
    const socket = createConnection(port, HOST);
    await once(socket, 'connect');
    socket.destroy();
    return true;
  });
}

/** A file of configuration, written anew whenever its part is started. */
export function configured(workshop: Workshop, file: string, text: string): string {
  const path = join(workshop.folder, file);
  writeFileSync(path, text);
  return path;
}

/** One of the databases: one that takes writes as it is, any other as a copy of one that does. */
export function database(databases: Databases, name: DatabaseName): PartKind {
  const server = databases.server(name);
  let followed: DatabaseName | undefined;
  return {
    name,
    port: server.port,
    // Fast: clients are sent away, and what is committed is written.
    stopSignal: 'SIGINT',
    launch: async () => {
      const { writer } = databases;
      // One that wrote, or followed another, may have what the writer has not.
      const mayHaveMore = followed !== writer || databases.formerWriters.has(name);
      const source = databases.sourceOf(name);
      if (source && (mayHaveMore || !server.isMade)) {
        await server.copyFrom(source);
        databases.formerWriters.delete(name);
      }
      followed = writer;
      databases.configure(name);
      return server.start();
    },
    working: async (running) => {
      await server.answering(running);
      if (name === databases.writer && databases.upstream) await databases.prepareFollower();
      if (databases.sourceOf(name)) await databases.streaming(name);
    },
  };
}

/** A cache that forgets what was used least recently when it is full. */
export function cacheCommand(workshop: Workshop, program: string, port: number): Command {
  const options = {
    bind: HOST,
    port,
    dir: workshop.folder,
    save: '',
    appendonly: 'no',
    maxmemory: '32mb',
    'maxmemory-policy': 'allkeys-lru',
  };
  return { program, args: Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]) };
}

/** A stand-in for a service of AWS, which is a package of npm. */
export function standIn(file: string, variables: Readonly<Record<string, string>>): Command {
  return {
    program: process.execPath,
    args: ['--import', require.resolve('tsx'), join(__dirname, 'engines', file)],
    environment: { HOST, AWS_REGION: REGION, TSX_DISABLE_CACHE: '1', ...variables },
  };
}

export function queuesCommand(port: number): Command {
  return standIn('queues.mts', {
    PORT: String(port),
    QUEUE: JOBS_QUEUE,
    DEAD_LETTERS: DEAD_LETTER_QUEUE,
    BUCKET,
    VISIBILITY: '10',
  });
}

export function sessionsCommand(workshop: Workshop, port: number): Command {
  const folder = join(workshop.folder, 'sessions');
  mkdirSync(folder, { recursive: true });
  return standIn('sessions.mts', { PORT: String(port), FOLDER: folder });
}

/** The table as lib/session makes it. */
export async function makeSessionTable(port: number): Promise<void> {
  const client = new DynamoDBClient({ endpoint: `http://${HOST}:${port}`, region: REGION, credentials: CREDENTIALS });
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  if (!TableNames.includes(SESSION_TABLE)) {
    await client.send(
      new CreateTableCommand({
        TableName: SESSION_TABLE,
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
  }
  client.destroy();
}
