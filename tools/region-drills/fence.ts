import { request } from 'undici';
import { PHOTO } from '../cluster/visitors';
import type { Ground } from './ground';

/** Posts past the edge, into a region that must not write. Says what it took, and what it was not asked. */
export async function refusesWrites(ground: Ground, region: string): Promise<string[]> {
  const people = [...ground.people.values()].flat();
  const { url } = ground.site(region).cluster;
  const statuses = await Promise.all(
    people.map(async ({ token, name }) => {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'image/png',
        'idempotency-key': `fence-${name}-${Date.now()}`,
      };
      const { statusCode, body } = await request(`${url}/photos?caption=fence`, {
        method: 'POST',
        headers,
        body: PHOTO,
      });
      await body.dump();
      return statusCode;
    }),
  );
  const taken = statuses.filter((status) => status < 500);
  return taken.length === 0
    ? []
    : [`${region} answered ${taken.join(', ')} to writes past the edge, and must not write`];
}
