import { Outbox, type SqlClient } from '../../../runtime';

const JOB = { id: 'photo-1', queue: 'jobs', body: '{"photo":1}' };

function recorder() {
  const query = jest.fn<ReturnType<SqlClient['query']>, [string, unknown[]?]>(() =>
    Promise.resolve({ rows: [], rowCount: 1 }),
  );
  return { query };
}

test('adds a job through the connection of the caller', async () => {
  const client = recorder();
  await Outbox.add(client, JOB);
  expect(client.query.mock.calls).toEqual([
    [
      'INSERT INTO outbox (id, queue, body) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING',
      ['photo-1', 'jobs', '{"photo":1}'],
    ],
  ]);
});

test.each([
  ['an id of nothing', { id: '' }, 'id must have 1 to 128 characters, got 0; shorten it'],
  ['an id that is too long', { id: 'x'.repeat(129) }, 'id must have 1 to 128 characters, got 129; shorten it'],
  ['no queue', { queue: '' }, 'queue must be named, got nothing; name the queue'],
  ['an empty body', { body: '' }, 'body must hold something, got nothing; SQS takes no empty message'],
  [
    'a body that is too large',
    { body: 'é'.repeat(130_561) },
    'body must have up to 261120 bytes, got 261122; put it into a bucket',
  ],
  [
    'a body that SQS refuses',
    { body: 'a\u0000b' },
    'body must be text that XML has a place for, got other characters; encode it',
  ],
  [
    'half a character',
    { body: 'a\ud800b' },
    'body must be text that XML has a place for, got other characters; encode it',
  ],
])('refuses %s', async (_, change, message) => {
  const client = recorder();
  await expect(Outbox.add(client, { ...JOB, ...change })).rejects.toThrow(new Error(message));
  expect(client.query).not.toHaveBeenCalled();
});

test.each(['x'.repeat(255 * 1024), '😀 ünd \t\n'])('takes a body of any text up to the limit', async (body) => {
  await expect(Outbox.add(recorder(), { ...JOB, body })).resolves.toBeUndefined();
});
