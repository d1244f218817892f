import { readFile } from 'node:fs/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { administratorConnections, type Administrator } from './administrators';
import type { ShardConnections } from './connections';
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

/** Where the shards and the control table are, as a file says. */
export async function shardsFile(path: string): Promise<{ connections: ShardConnections; store: RecordStore }> {
  const { controlTable, dynamodb, shards } = parsed(path, await readFile(path, 'utf8').catch(unreadable(path)));
  const administratorOf = async (shard: number): Promise<Administrator> => {
    const address = shards[shard];
    if (!address)
      throw new ReshardError(`${path} must have shard ${shard}, got ${Object.keys(shards).join(', ')}; add it`);
    const { host, port, database, user, certificates } = address;
    const password = passwordOf(address);
    if (certificates === undefined) return { host, port, database, user, password };
    const authorities = await readFile(certificates, 'utf8').catch(unreadable(certificates));
    return { host, port, database, user, password, tls: { authorities } };
  };
  const numbers = Object.keys(shards).map(Number);
  return {
    connections: administratorConnections(() => Promise.resolve(numbers), administratorOf),
    store: new ControlRecords(new DynamoDBClient({ endpoint: dynamodb }), controlTable),
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
    file = (JSON.parse(text) ?? {}) as Partial<ShardsFile>;
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
