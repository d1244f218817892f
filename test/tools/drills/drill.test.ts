import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Cluster } from '../../../tools/cluster';
import { replicasOf, requestsNeeded, runDrill, type Drill } from '../../../tools/drills/drill';
import type { StoredPhoto } from '../../../tools/drills/ledger';
import { close, listen } from '../../support/loopback';

/** Enough to go on beyond the harm, which is done after 2 seconds. */
const REQUESTS = 240;
const RATE = 40;

type Photo = StoredPhoto & { readonly postedAt: string; readonly caption: string };

/** Stands for the service: it remembers what it acknowledges. */
class Service {
  public readonly photos: Photo[] = [];
  public readonly requests: number[] = [];
  public broken = false;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      request.resume().once('end', () => this.answer(request, response));
    });
  }

  listen(): Promise<string> {
    return listen(this.server);
  }

  close(): void {
    close(this.server);
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(Date.now());
    if (this.broken) return void response.writeHead(503).end();
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://service');
    if (request.method === 'POST') {
      const photo = this.post(request, searchParams.get('caption') ?? '');
      return void response.writeHead(201, { 'x-read-after': '0/1' }).end(JSON.stringify(photo));
    }
    const [, kind, of] = pathname.split('/');
    const photos = this.photos.filter(({ author }) => author === of).reverse();
    response.end(JSON.stringify(kind === 'feeds' ? { photos: photos.slice(0, 30) } : {}));
  }

  private post({ headers }: IncomingMessage, caption: string): Photo {
    const id = randomUUID();
    const author = String(headers.authorization).replace('Bearer token of ', '');
    const postedAt = new Date().toISOString();
    const key = String(headers['idempotency-key']);
    const photo = { id, author, key, caption, postedAt, original: `originals/${id}`, processed: 1, thumbnails: 1 };
    this.photos.push(photo);
    return photo;
  }
}

/** What a drill needs of a cluster: the tables of the writer, and how the parts are. */
function clusterOf(service: Service, states: string[] = []) {
  const part = () => ({ name: 'web-1', state: states.shift() ?? 'running' });
  const looks = { stored: 0, status: 0 };
  const cluster = {
    writer: () => 'primary',
    sql: (_on: string, _text: string, [caption]: unknown[]) => {
      looks.stored++;
      // The last job is done between two looks.
      const last = looks.stored === 1 ? service.photos.length - 1 : -1;
      const rows = service.photos.map((photo, index) => (index === last ? { ...photo, processed: 0 } : photo));
      return Promise.resolve(rows.filter((photo) => photo.caption === caption));
    },
    status: () => {
      looks.status++;
      return Promise.resolve({ parts: [part()], databases: [{ name: 'primary', role: 'writer' }] });
    },
  } as unknown as Cluster;
  return { cluster, looks };
}

/** Runs a drill on a service of its own, which tells what is asked of it. */
async function run(drillOf: (service: Service) => Partial<Drill>, states?: string[]) {
  const service = new Service();
  const { cluster, looks } = clusterOf(service, states);
  const people = ['ada', 'bob'].map((name) => ({ name, token: `token of ${name}` }));
  const plan = { url: await service.listen(), people, requests: REQUESTS, perSecond: RATE, seed: 1, caption: 'test' };
  const drill: Drill = {
    name: 'any',
    targets: { errors: 0 },
    harm: () => Promise.resolve(),
    ...drillOf(service),
  };
  try {
    return { report: await runDrill(drill, cluster, plan), looks, service };
  } finally {
    service.close();
  }
}

describe('a drill', () => {
  const steps: string[] = [];
  let harmedAt = 0;
  let harmless: Awaited<ReturnType<typeof run>>;
  let harmful: Awaited<ReturnType<typeof run>>;

  /** Side by side: most of their time is waiting. */
  beforeAll(async () => {
    const step = (name: string) => Promise.resolve(void steps.push(name));
    const finds: Partial<Drill> = {
      prepare: () => step('prepare'),
      harm: ({ caption }) => {
        harmedAt = Date.now();
        steps.push(`harm to ${caption}`);
        return Promise.resolve(['there was no job to deliver twice']);
      },
      restore: () => step('restore'),
    };
    const breaks = (service: Service): Partial<Drill> => ({
      harm: () => {
        service.photos.splice(0, 2);
        service.photos[0] = { ...service.photos[0], thumbnails: 2 };
        service.broken = true;
        return Promise.reject(new Error('no worker works on anything'));
      },
    });
    [harmless, harmful] = await Promise.all([run(() => finds, ['gone', 'starting']), run(breaks)]);
  }, 60_000);

  test('does its harm in the middle of the load, between what it prepares and what it puts back', () => {
    const { requests } = harmless.service;
    expect(steps).toEqual(['prepare', 'harm to test', 'restore']);
    expect(harmedAt - requests[0]).toBeGreaterThan(1500);
    expect(requests.filter((at) => at > harmedAt).length).toBeGreaterThan(0);
  });

  test('without loss finds what the harm has found, and nothing else', () => {
    const { report, service } = harmless;
    expect(report.problems).toEqual(['there was no job to deliver twice']);
    expect(report.seen).toMatchObject({ requests: REQUESTS, errors: 0, stale: 0 });
    expect(report.acknowledged.map(({ id }) => id).sort()).toEqual(service.photos.map(({ id }) => id).sort());
    expect(report.acknowledged.length).toBeGreaterThan(REQUESTS / 10);
  });

  test('waits until every job has had its effect, and every part is back', () => {
    expect(harmless.looks).toEqual({ stored: 2, status: 3 });
    expect(harmless.report.stored.filter(({ processed }) => processed !== 1)).toEqual([]);
  });

  test('finds what was lost and doubled, and says when it has failed itself', () => {
    const { report, service } = harmful;
    expect(report.comparison.lostWrites).toHaveLength(2);
    expect(report.comparison.doubledEffects).toEqual([service.photos[0].id]);
    expect(report.problems).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^2 acknowledged writes lost/),
        expect.stringMatching(/^1 effects doubled/),
        'the drill itself failed: no worker works on anything',
      ]),
    );
  });

  test('counts what fails, and makes no request again', () => {
    const { seen, problems } = harmful.report;
    expect(harmful.service.requests).toHaveLength(REQUESTS);
    expect(seen.errors).toBeGreaterThan(0);
    expect(seen.reasons).toEqual({ 'status 503 of the balancer': seen.errors });
    expect(seen.recoverySeconds).toBe(Infinity);
    expect(problems.join()).toContain(`${seen.errors} of ${REQUESTS} requests failed`);
  });
});

test.each([
  [{}, 0, 150 * 11],
  [{ recoverySeconds: 15 }, 0, 150 * 21],
  [{ recoverySeconds: 5 }, 20, 150 * 31],
])(
  'a drill with the targets %p that lasts %p seconds needs requests beyond its recovery',
  (targets, lastsSeconds, least) => {
    const drill = { name: 'any', targets, lastsSeconds, harm: () => Promise.resolve() };
    expect(requestsNeeded(drill, 150)).toBe(least);
  },
);

test.each([
  ['primary', ['replica-1', 'replica-2']],
  ['replica-1', ['primary', 'replica-2']],
] as const)('replicas are those that are not the writer: with %s, %p', (writer, replicas) => {
  expect(replicasOf({ writer: () => writer })).toEqual(replicas);
});
