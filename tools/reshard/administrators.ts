import { Client } from 'pg';
import { libpqAddress, type ShardConnections } from './connections';

/** How the database of a shard is reached by its administrator. */
export interface Administrator {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Without one, none is needed. */
  readonly password?: string;
  /** Whether connections are encrypted and verified, and by which authorities if not by those that Node knows. */
  readonly tls?: { readonly authorities?: string };
}

const CONNECT_MILLISECONDS = 5000;

/** Connections of administrators. They are looked up for each: passwords rotate. */
export function administratorConnections(
  deployed: () => Promise<readonly number[]>,
  administratorOf: (shard: number) => Promise<Administrator>,
): ShardConnections {
  return {
    deployed,
    connect: async (shard) => {
      const { tls, ...settings } = await administratorOf(shard);
      const client = new Client({
        ...settings,
        ssl: tls && { ca: tls.authorities },
        connectionTimeoutMillis: CONNECT_MILLISECONDS,
        keepAlive: true,
      });
      // What is asked of it fails by itself. Without a listener, the loss of a connection ends the process.
      client.on('error', () => {});
      await client.connect();
      return client;
    },
    address: async (shard) => {
      const { host, port, database, user, password, tls } = await administratorOf(shard);
      return libpqAddress({
        host,
        port,
        dbname: database,
        user,
        ...(password === undefined ? {} : { password }),
        // Databases of AWS do not have the file of authorities that would verify each other.
        ...(tls ? { sslmode: 'require' } : {}),
      });
    },
  };
}
