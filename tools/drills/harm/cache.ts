import { createClient } from '@redis/client';
import type { Cluster } from '../../cluster';

/** Bytes of what is put into the cache at once, and how many of them. */
const ENTRY = 100_000;
const ENTRIES = 50;

/** Puts so much into the cache that it has to throw entries of the service away. */
export async function fillCache({ endpoints }: Pick<Cluster, 'endpoints'>): Promise<readonly string[]> {
  const { host, port } = endpoints.cache;
  const client = createClient({ socket: { host, port } });
  client.on('error', () => {});
  await client.connect();
  try {
    const value = 'x'.repeat(ENTRY);
    for (let batch = 0; batch < 20; batch++) {
      await Promise.all(Array.from({ length: ENTRIES }, (_, index) => client.set(`drill:${batch}:${index}`, value)));
    }
    const evicted = Number(/evicted_keys:(\d+)/.exec(await client.info('stats'))?.[1] ?? 0);
    return evicted > 0 ? [] : ['the cache threw nothing away: it was not full'];
  } finally {
    await client.close();
  }
}
