import { pino } from 'pino';
import { createApp } from '../../../service/src/http/app';
import type { App } from '../../../service/src/http/typed-app';
import type { WebParts } from '../../../service/src/http/parts';
import { Readiness } from '../../../service/src/http/readiness';
import type { ThumbnailJob } from '../../../service/src/jobs/job';
import type { StoredObject } from '../../../service/src/data/objects';
import { Tokens } from '../../../service/src/identity/tokens';
import type { Outcome } from '../../../service/src/telemetry/red';

/** An app on parts in memory, and what the parts have seen. */
export interface Harness {
  readonly app: App;
  readonly parts: WebParts;
  readonly objects: Map<string, StoredObject>;
  readonly sessions: Map<string, string>;
  readonly jobs: ThumbnailJob[];
  readonly cached: Map<string, unknown>;
  readonly outcomes: Outcome[];
  readonly lines: Record<string, unknown>[];
  /** What the database was asked, and after which position. */
  readonly reads: { after?: unknown }[];
  wakes: number;
}

export const SECRET = 'a secret that is long enough to be one';

/** Everything but the database, which is given. */
export async function harness(database: WebParts['database'], changes: Partial<WebParts> = {}): Promise<Harness> {
  const seen = {
    objects: new Map<string, StoredObject>(),
    sessions: new Map<string, string>(),
    jobs: [] as ThumbnailJob[],
    cached: new Map<string, unknown>(),
    outcomes: [] as Outcome[],
    lines: [] as Record<string, unknown>[],
    reads: [] as { after?: unknown }[],
    wakes: 0,
  };
  const parts: WebParts = {
    log: pino({ level: 'info' }, { write: (line: string) => void seen.lines.push(JSON.parse(line) as never) }),
    instance: 'web-1',
    readiness: new Readiness(),
    tokens: new Tokens('shop-test', [SECRET]),
    sessions: {
      create: (user) => {
        const id = `session-${seen.sessions.size + 1}`;
        seen.sessions.set(id, user);
        return Promise.resolve(id);
      },
      read: (id) => Promise.resolve(seen.sessions.has(id) ? { user: seen.sessions.get(id) } : undefined),
      revoke: (id) => Promise.resolve(void seen.sessions.delete(id)),
    },
    database: {
      ...database,
      read: (work, options) => {
        seen.reads.push({ ...options });
        return database.read(work, options);
      },
      write: (work) => database.write(work),
    },
    cache: {
      read: async (key, { load }) => {
        if (!seen.cached.has(key)) seen.cached.set(key, await load());
        return seen.cached.get(key) as never;
      },
      invalidate: (key) => Promise.resolve(seen.cached.delete(key)),
    },
    objects: {
      put: (key, object) => Promise.resolve(void seen.objects.set(key, object)),
      get: (key) => Promise.resolve(seen.objects.get(key)),
    },
    jobs: {
      add: (_client, job) => Promise.resolve(void seen.jobs.push(job)),
      wake: () => void (built.wakes += 1),
    },
    red: { record: (outcome) => void seen.outcomes.push(outcome) },
    ...changes,
  };
  const built: Harness = { ...seen, parts, app: await createApp(parts) };
  return built;
}
