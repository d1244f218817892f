import { Signer } from '@aws-sdk/rds-signer';
import { Pool, type ClientConfig } from 'pg';
import type { Endpoint } from '../../../runtime';
import type { DatabaseSettings } from '../settings/settings';

/** Milliseconds until a server that does not answer counts as gone: its readers and its successor are asked then. */
const CONNECT_TIMEOUT = 2000;
const QUERY_TIMEOUT = 5000;

/** Connections of a task to each server. Ten tasks with two pools stay below the 100 of the smallest database. */
const MOST_CONNECTIONS = 8;

/** How to connect to a server. */
export function connection({ host, port }: Endpoint, settings: DatabaseSettings): ClientConfig {
  const { user, password, database, tls } = settings;
  return {
    host,
    port,
    user,
    database,
    // A token is good for 15 minutes, and is asked for with each connection.
    password: password ?? (() => new Signer({ hostname: host, port, username: user }).getAuthToken()),
    // Certificates of RDS are signed by authorities of its own, which the image brings along: see the Dockerfile.
    ssl: tls ? { rejectUnauthorized: true, minVersion: 'TLSv1.2' } : false,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    query_timeout: QUERY_TIMEOUT,
    statement_timeout: QUERY_TIMEOUT,
    idle_in_transaction_session_timeout: QUERY_TIMEOUT,
    keepAlive: true,
  };
}

/** A pool of connections to a server. */
export function createPool(endpoint: Endpoint, settings: DatabaseSettings, applicationName: string): Pool {
  return new Pool({
    ...connection(endpoint, settings),
    application_name: applicationName,
    max: MOST_CONNECTIONS,
    idleTimeoutMillis: settings.idleSeconds * 1000,
  });
}
