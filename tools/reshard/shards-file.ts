import { readFile } from 'node:fs/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Client, type ClientConfig } from 'pg';
import { libpqAddress, type ShardConnections } from './connections';
import { ControlRecords } from './control-records';
import type { RecordStore } from './ground';
import { ReshardError } from './reshard-error';

/** How the database of a shard is reached, by whoever moves slots and by the other shards. */
interface ShardAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Variable of the environment that holds the password, so that it is in no file. Without one, none is needed. */
  readonly passwordVariable?: string;
  /** File of certificate authorities. With one, connections are encrypted and verified. */
  readonly certificates?: string;
}

/** What the file says. */
interface ShardsFile {
  /** Name of the control table. */
  readonly controlTable: string;
  /** Where DynamoDB is asked, unless it is that of AWS. */
  readonly dynamodb?: string;
  readonly shards: Readonly<Record<string, ShardAddress>>;
}

const CONNECT_MILLISECONDS = 5000;

/** Where the shards and the control table are, as a file says. */
export async function shardsFile(path: string): Promise<{ connections: ShardConnections; store: RecordStore }> {
  const { controlTable, dynamodb, shards } = parsed(path, await readFile(path, 'utf8').catch(unreadable(path)));
  const addressOf = (shard: number): ShardAddress => {
    const address = shards[shard];
    if (!address)
      throw new ReshardError(`${path} must have shard ${shard}, got ${Object.keys(shards).join(', ')}; add it`);
    return address;
  };
  const connections: ShardConnections = {
    deployed: () => Promise.resolve(Object.keys(shards).map(Number)),
    connect: async (shard) => {
      const client = new Client(await configOf(addressOf(shard)));
      // What is asked of it fails by itself. Without a listener, the loss of a connection ends the process.
      client.on('error', () => {});
      await client.connect();
      return client;
    },
    address: (shard) => {
      const { host, port, database, user, certificates, ...address } = addressOf(shard);
      const password = passwordOf(address);
      return Promise.resolve(
        libpqAddress({
          host,
          port,
          dbname: database,
          user,
          ...(password === undefined ? {} : { password }),
          ...(certificates === undefined ? {} : { sslmode: 'require' }),
        }),
      );
    },
  };
  return { connections, store: new ControlRecords(new DynamoDBClient({ endpoint: dynamodb }), controlTable) };
}

async function configOf({ certificates, ...address }: ShardAddress): Promise<ClientConfig> {
  const { host, port, database, user } = address;
  const ssl = certificates === undefined ? undefined : { ca: await readFile(certificates, 'utf8') };
  return {
    host,
    port,
    database,
    user,
    password: passwordOf(address),
    ssl,
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    keepAlive: true,
  };
}

function passwordOf({ passwordVariable }: Pick<ShardAddress, 'passwordVariable'>): string | undefined {
  if (passwordVariable === undefined) return undefined;
  const password = process.env[passwordVariable];
  if (!password)
    throw new ReshardError(`${passwordVariable} must be set, got nothing; export the password of the administrator`);
  return password;
}

function parsed(path: string, text: string): ShardsFile {
  let file: Partial<ShardsFile>;
  try {
    file = JSON.parse(text) as Partial<ShardsFile>;
  } catch {
    throw new ReshardError(`${path} must be JSON, got something else; see docs/sharding.md`);
  }
  const { controlTable, shards = {} } = file;
  const texts = ['host', 'database', 'user'] as const;
  const broken = [
    ...(typeof controlTable === 'string' && controlTable !== ''
      ? []
      : ['controlTable must be the name of the control table']),
    ...(Object.keys(shards).length > 0 ? [] : ['shards must hold the shards by their numbers']),
    ...Object.entries(shards).flatMap(([number, shard]) => [
      ...(/^\d+$/.test(number) ? [] : [`shards.${number} must be called by its number`]),
      ...texts.filter((key) => typeof shard[key] !== 'string').map((key) => `shards.${number}.${key} must be given`),
      ...(Number.isInteger(shard.port) ? [] : [`shards.${number}.port must be a whole number`]),
    ]),
  ];
  if (broken.length > 0)
    throw new ReshardError(
      `${path} cannot be used; see docs/sharding.md:\n${broken.map((one) => `  - ${one}`).join('\n')}`,
    );
  return { ...file, controlTable: controlTable ?? '', shards };
}

function unreadable(path: string): (error: unknown) => never {
  return (error) => {
    throw new ReshardError(`${path} cannot be read: ${(error as Error).message}`);
  };
}
