import { createClient, createCluster } from '@redis/client';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CacheClient } from '../../../runtime';
import type { CacheSettings } from '../settings/settings';
import { cacheToken, type TokenSource } from './cache-token';

/** Milliseconds until an attempt to connect counts as failed. */
const CONNECT_TIMEOUT = 500;

/** Milliseconds between attempts: never so long that a cache that is back would be missed. */
const LONGEST_WAIT = 1000;
const reconnectStrategy = (retries: number): number => Math.min(50 * 2 ** retries, LONGEST_WAIT);

/** A cache, and the connection to it. */
export interface Redis {
  readonly client: CacheClient;
  close(): void;
}

/**
 * Connects to the cache, now and again after each loss. Until then, and in between, commands fail at once: nobody waits for a cache
 * that is not there.
 */
export function connectRedis(settings: CacheSettings, source: TokenSource, onError: (error: unknown) => void): Redis {
  const { host, port, identity, cluster } = settings;
  const wait = { connectTimeout: CONNECT_TIMEOUT, reconnectStrategy };
  const options = {
    socket: identity ? { tls: true as const, ...wait } : wait,
    disableOfflineQueue: true,
    // Asked for with each connection: a token is good for 15 minutes, and a connection for 12 hours.
    credentialsProvider: identity && {
      type: 'async-credentials-provider' as const,
      credentials: async () => ({ username: identity.user, password: await cacheToken(identity, host, source) }),
    },
  };
  const url = `${identity ? 'rediss' : 'redis'}://${host}:${port}`;
  const client = cluster
    ? createCluster({ rootNodes: [{ url }], defaults: options })
    : createClient({ ...options, url });
  client.on('error', onError);
  const connecting = new AbortController();
  void keepConnecting(() => client.connect(), connecting.signal, onError);
  return {
    client,
    close: () => {
      connecting.abort();
      client.destroy();
    },
  };
}

/** A cluster that does not answer at first is not asked again by its client. */
async function keepConnecting(
  connect: () => Promise<unknown>,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await connect();
      return;
    } catch (error) {
      if (signal.aborted) return;
      onError(error);
      await sleep(LONGEST_WAIT, undefined, { ref: false });
    }
  }
}
