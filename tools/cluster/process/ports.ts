import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

export const HOST = '127.0.0.1';

/** Below what Linux and macOS give to outgoing connections: the port of a part that is down must not be taken by a client. */
const RANGE = { first: 20_000, last: 32_000 };

/** Ports of the loopback that nobody listens on. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  for (let attempts = 0; ports.size < count; attempts++) {
    if (attempts > 50 * count)
      throw new Error(`there are not ${count} free ports from ${RANGE.first} to ${RANGE.last}`);
    const port = randomInt(RANGE.first, RANGE.last);
    if (!ports.has(port) && (await isFree(port))) ports.add(port);
  }
  return [...ports];
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, HOST);
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
