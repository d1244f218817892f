import type { TestPostgres } from '../../support/postgres';
import { singleDatabase } from '../support/database';
import { harness, type Harness } from '../support/fakes';
import { migratedPostgres } from '../support/migrated';

const PASSWORD = 'correct horse battery';
const IMAGE = Buffer.from('not quite an image');
const KEY = 'key-00000001';

describe('the API', () => {
  let postgres: TestPostgres;
  let single: ReturnType<typeof singleDatabase>;
  let service: Harness;
  let alice: string;

  beforeAll(async () => {
    postgres = await migratedPostgres();
    single = singleDatabase(postgres);
    service = await harness(single.database);
    alice = await signUp('alice');
  });
  afterAll(async () => {
    await service?.app.close();
    await single?.end();
    await postgres?.stop();
  });

  async function signUp(name: string): Promise<string> {
    const payload = { name, password: PASSWORD };
    expect((await service.app.inject({ method: 'POST', url: '/users', payload })).statusCode).toBe(201);
    const answer = await service.app.inject({ method: 'POST', url: '/sessions', payload });
    expect(answer.statusCode).toBe(201);
    return answer.json<{ token: string }>().token;
  }

  function post(token: string, key: string, body = IMAGE, headers: Record<string, string> = {}) {
    return service.app.inject({
      method: 'POST',
      url: '/photos?caption=A%20hill',
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': key, 'content-type': 'image/png', ...headers },
      payload: body,
    });
  }

  const get = (url: string, headers: Record<string, string> = {}) =>
    service.app.inject({ method: 'GET', url, headers });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  describe('signing in', () => {
    test('takes a name once, and repeats the answer to whoever has its password', async () => {
      const payload = { name: 'bob', password: PASSWORD };
      const send = (body: object) => service.app.inject({ method: 'POST', url: '/users', payload: body });
      expect((await send(payload)).statusCode).toBe(201);
      expect((await send(payload)).statusCode).toBe(201);
      const refused = await send({ ...payload, password: 'another password' });
      expect(refused.statusCode).toBe(409);
      expect(refused.json()).toMatchObject({ title: 'Conflict', detail: 'name must be free, got bob' });
    });

    test.each([
      ['another password', { name: 'alice', password: 'not her password' }],
      ['a name that nobody has', { name: 'nobody', password: PASSWORD }],
    ])('refuses %s in the same words', async (_what, payload) => {
      const answer = await service.app.inject({ method: 'POST', url: '/sessions', payload });
      expect(answer.statusCode).toBe(401);
      expect(answer.json()).toMatchObject({ detail: 'name or password is wrong' });
    });

    test('keeps no password', async () => {
      expect(JSON.stringify(await postgres.sql('SELECT * FROM users'))).not.toContain(PASSWORD);
      expect(JSON.stringify(service.lines)).not.toContain(PASSWORD);
    });

    test('ends at once for writes when a user signs out', async () => {
      const token = await signUp('carol');
      const out = await service.app.inject({ method: 'DELETE', url: '/sessions/current', headers: bearer(token) });
      expect(out.statusCode).toBe(204);
      const refused = await post(token, KEY);
      expect(refused.statusCode).toBe(401);
      expect(refused.headers['www-authenticate']).toBe('Bearer');
    });
  });

  describe('posting a photo', () => {
    test('stores the bytes, the row and one job, and says how far the writer was', async () => {
      const before = service.wakes;
      const answer = await post(alice, KEY, IMAGE, { 'x-amzn-trace-id': 'Root=1-2-3', 'x-request-id': 'request-1' });
      expect(answer.statusCode).toBe(201);
      expect(answer.headers['x-read-after']).toMatch(/^[0-9A-F]+\/[0-9A-F]+$/);
      const photo = answer.json<{ id: string }>();
      expect(photo).toMatchObject({ author: 'alice', caption: 'A hill', thumbnail: null });
      const originals = [...service.objects.keys()].filter((key) => key.startsWith(`originals/${photo.id}/`));
      expect(originals).toHaveLength(1);
      const [original] = originals;
      expect(service.jobs).toEqual([
        { photo: photo.id, author: 'alice', original, trace: 'Root=1-2-3', request: 'request-1' },
      ]);
      expect(service.wakes).toBe(before + 1);
    });

    test('happens once, however often it is repeated and however many at a time', async () => {
      const jobs = service.jobs.length;
      const answers = await Promise.all([1, 2, 3].map(() => post(alice, 'key-repeated')));
      answers.push(await post(alice, 'key-repeated'));
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201, 201]);
      expect(new Set(answers.map((answer) => answer.json<{ id: string }>().id)).size).toBe(1);
      expect(
        await postgres.sql(`SELECT count(*)::int AS n FROM photos WHERE idempotency_key = 'key-repeated'`),
      ).toEqual([{ n: 1 }]);
      expect(service.jobs.length).toBe(jobs + 1);
    });

    test('refuses another photo with the same key, and keeps the first', async () => {
      await post(alice, 'key-of-one');
      const answer = await post(alice, 'key-of-one', Buffer.from('another image'));
      expect(answer.statusCode).toBe(422);
      const [row] = await postgres.sql(`SELECT object_key FROM photos WHERE idempotency_key = 'key-of-one'`);
      expect(service.objects.get(String(row?.object_key))?.body).toEqual(IMAGE);
    });

    test.each([
      ['no key', { 'idempotency-key': '' }, 400],
      ['a key that is too short', { 'idempotency-key': 'k' }, 400],
      ['no photo', { 'content-type': 'application/json' }, 400],
      ['another type', { 'content-type': 'text/plain' }, 415],
      ['no token', { authorization: '' }, 401],
      ['a token that is none', { authorization: 'Bearer a.b.c' }, 401],
    ])('refuses %s', async (_what, headers: Record<string, string>, status) => {
      const answer = await post(alice, KEY, IMAGE, headers);
      expect(answer.statusCode).toBe(status);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    });

    test('tells that it is worth trying again when the database does not answer', async () => {
      const broken = await harness({
        ...single.database,
        write: () => Promise.reject(new Error('connect ECONNREFUSED')),
      });
      broken.sessions.set('session-1', 'alice');
      const answer = await broken.app.inject({
        method: 'POST',
        url: '/photos',
        headers: {
          ...bearer((await broken.parts.tokens.issue({ user: 'alice', session: 'session-1' })).token),
          'idempotency-key': KEY,
          'content-type': 'image/png',
        },
        payload: IMAGE,
      });
      expect(answer.statusCode).toBe(503);
      expect(answer.headers['retry-after']).toBe('1');
      expect(answer.body).not.toContain('ECONNREFUSED');
      expect(JSON.stringify(broken.lines)).toContain('ECONNREFUSED');
      await broken.app.close();
    });
  });

  describe('a photo', () => {
    test('is public, and kept on the way for as long as it stays the same', async () => {
      const { id } = (await post(alice, 'key-of-public')).json<{ id: string }>();
      const pending = await get(`/photos/${id}`);
      expect(pending.headers['cache-control']).toBe('public, max-age=1');
      expect((await get(`/photos/${id}/thumbnail`)).statusCode).toBe(404);

      await postgres.sql('INSERT INTO thumbnails VALUES ($1, $2, 10, 10)', [id, 'thumbnails/1']);
      service.objects.set('thumbnails/1', { body: Buffer.from('small'), mediaType: 'image/webp' });
      const done = await get(`/photos/${id}`);
      expect(done.headers['cache-control']).toBe('public, max-age=60');
      expect(done.json()).toMatchObject({ thumbnail: `/photos/${id}/thumbnail` });
      const thumbnail = await get(`/photos/${id}/thumbnail`);
      expect(thumbnail.rawPayload).toEqual(Buffer.from('small'));
      expect(thumbnail.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    });

    test('is asked of a reader that is far enough, and then kept nowhere', async () => {
      const { id } = (await post(alice, 'key-of-after')).json<{ id: string }>();
      service.reads.length = 0;
      const answer = await get(`/photos/${id}`, { 'x-read-after': '0/16B3748' });
      expect(service.reads).toEqual([{ after: '0/16B3748' }]);
      expect(answer.headers['cache-control']).toBe('no-store');
    });

    test.each([
      ['that is not there', '/photos/00000000-0000-4000-8000-000000000000', {}, 404],
      ['with an id that is none', '/photos/1', {}, 400],
      ['after a position that is none', '/photos/00000000-0000-4000-8000-000000000000', { 'x-read-after': 'x' }, 400],
    ])('%s is refused, and the refusal kept nowhere', async (_what, url, headers: Record<string, string>, status) => {
      const answer = await get(url, headers);
      expect(answer.statusCode).toBe(status);
      expect(answer.headers['cache-control']).toBe('no-store');
    });
  });

  describe('a feed', () => {
    test('shows what its owner and those that are followed have posted, the latest first', async () => {
      const dave = await signUp('dave');
      const erin = await signUp('erin');
      const first = (await post(dave, KEY)).json<{ id: string }>().id;
      const second = (await post(erin, KEY)).json<{ id: string }>().id;
      const follow = await service.app.inject({ method: 'PUT', url: '/follows/erin', headers: bearer(dave) });
      expect(follow.statusCode).toBe(204);
      const feed = await get('/feeds/dave', bearer(dave));
      expect(feed.json<{ photos: { id: string }[] }>().photos.map(({ id }) => id)).toEqual([second, first]);
      expect(feed.headers).toMatchObject({ 'cache-control': 'private, no-store', 'x-cache': 'miss' });
    });

    test('comes from the cache until its owner posts', async () => {
      const states = [];
      for (const step of ['read', 'read', 'post', 'read']) {
        if (step === 'post') await post(alice, 'key-of-feed');
        else states.push((await get('/feeds/alice', bearer(alice))).headers['x-cache']);
      }
      expect(states).toEqual(['miss', 'hit', 'miss']);
    });

    test('is read after a position from the database alone', async () => {
      service.reads.length = 0;
      const answer = await get('/feeds/alice', { ...bearer(alice), 'x-read-after': '0/16B3748' });
      expect(answer.headers['x-cache']).toBe('bypass');
      expect(service.reads).toEqual([{ after: '0/16B3748' }]);
    });

    test('is its owner’s alone', async () => {
      expect((await get('/feeds/bob', bearer(alice))).statusCode).toBe(403);
      expect((await get('/feeds/alice')).statusCode).toBe(401);
    });
  });

  test('following somebody who is not there is refused', async () => {
    const answer = await service.app.inject({ method: 'PUT', url: '/follows/nobody', headers: bearer(alice) });
    expect(answer.statusCode).toBe(404);
  });

  describe('telemetry', () => {
    test('names every request, by what the caller called it where it did', async () => {
      expect((await get('/health/live', { 'x-request-id': 'request-42' })).headers['x-request-id']).toBe('request-42');
      expect((await get('/health/live', { 'x-request-id': 'a b' })).headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    });

    test('has one line for each request, without what is secret, and none for health checks', async () => {
      service.lines.length = 0;
      await get('/feeds/alice', { ...bearer(alice), traceparent: '00-1-2-01', 'x-request-id': 'request-43' });
      await get('/health/ready');
      expect(service.lines).toEqual([
        expect.objectContaining({
          request: 'request-43',
          operation: 'GET /feeds/:user',
          status: 200,
          trace: '00-1-2-01',
        }),
      ]);
      expect(JSON.stringify(service.lines)).not.toContain(alice);
    });

    test('counts an answer of 5xx as an error, and no other', async () => {
      service.outcomes.length = 0;
      await get('/nowhere');
      await get('/feeds/alice', bearer(alice));
      expect(service.outcomes.map(({ operation, failed }) => ({ operation, failed }))).toEqual([
        { operation: 'GET (unknown)', failed: false },
        { operation: 'GET /feeds/:user', failed: false },
      ]);
    });
  });

  test('is not ready while it drains, and sends callers to another connection', async () => {
    const other = await harness(single.database);
    const ready = () => other.app.inject('/health/ready');
    expect((await ready()).statusCode).toBe(200);
    other.parts.readiness.drain();
    const answer = await ready();
    expect(answer.statusCode).toBe(503);
    expect(answer.headers.connection).toBe('close');
    expect((await other.app.inject('/health/live')).statusCode).toBe(200);
    await other.app.close();
  });
});
