import { SQS } from '@aws-sdk/client-sqs';
import {
  DatabaseUnavailableError,
  QueueConsumer,
  redrive,
  sqsDelivery,
  type QueueConsumerOptions,
  type QueueMessage,
} from '../../../runtime';
import { startQueues, type TestQueues } from '../../support/queues';

let server: TestQueues;
let client: SQS;
let consumers: QueueConsumer[] = [];
let [queueUrl, deadLetterUrl, number] = ['', '', 0];

/** Seconds after which messages come back: as short as SQS has it. */
const VISIBILITY = 1;

beforeAll(async () => {
  server = await startQueues();
  client = new SQS({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});
beforeEach(async () => {
  number += 1;
  deadLetterUrl = await create(`dead-${number}`);
  const { Attributes } = await client.getQueueAttributes({ QueueUrl: deadLetterUrl, AttributeNames: ['QueueArn'] });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount: 2 });
  queueUrl = await create(`jobs-${number}`, { RedrivePolicy });
});
afterEach(async () => {
  await Promise.all(consumers.map((consumer) => consumer.stop({ finishSeconds: 0 })));
  consumers = [];
});

async function create(name: string, attributes: Record<string, string> = {}): Promise<string> {
  return (await client.createQueue({ QueueName: name, Attributes: attributes })).QueueUrl ?? '';
}

function consume(options: Partial<QueueConsumerOptions> & Pick<QueueConsumerOptions, 'work'>): QueueConsumer {
  const consumer = new QueueConsumer({
    client,
    queueUrl,
    concurrency: 4,
    visibilitySeconds: VISIBILITY,
    retrySeconds: () => 0,
    ...options,
  });
  consumer.start();
  consumers.push(consumer);
  return consumer;
}

const send = (...ids: string[]) =>
  sqsDelivery({ client, queueUrl: () => queueUrl })(ids.map((id) => ({ id, queue: 'jobs', body: `body of ${id}` })));

/** Messages of a queue: those that wait, and those that somebody works on. */
async function depth(url: string): Promise<[number, number]> {
  const { Attributes } = await client.getQueueAttributes({ QueueUrl: url, AttributeNames: ['All'] });
  return [Number(Attributes?.ApproximateNumberOfMessages), Number(Attributes?.ApproximateNumberOfMessagesNotVisible)];
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 15_000; !(await condition());) {
    if (Date.now() > end) throw new Error('it has not happened in 15 seconds');
    await sleep(20);
  }
}

const isEmpty = async () => (await depth(queueUrl)).every((messages) => messages === 0);
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('works on what the outbox delivers, with the id of the job, and takes it out of the queue', async () => {
  const worked: Omit<QueueMessage, 'signal'>[] = [];
  consume({ work: ({ id, body, receiveCount }) => Promise.resolve(void worked.push({ id, body, receiveCount })) });
  await send('photo-1');
  await until(isEmpty);
  expect(worked).toEqual([{ id: 'photo-1', body: 'body of photo-1', receiveCount: 1 }]);
});

test('takes the id of the message where its sender gave none', async () => {
  const ids: string[] = [];
  consume({ work: ({ id }) => Promise.resolve(void ids.push(id)) });
  const { MessageId } = await client.sendMessage({ QueueUrl: queueUrl, MessageBody: 'by hand' });
  await until(isEmpty);
  expect(ids).toEqual([MessageId]);
});

test('receives no more than it can work on, and more as soon as one is done', async () => {
  const ends: (() => void)[] = [];
  const consumer = consume({ concurrency: 3, work: () => new Promise((resolve) => ends.push(resolve)) });
  await send(...Array.from({ length: 8 }, (_, index) => `job-${index}`));
  await until(() => ends.length === 3);
  await sleep(200);
  expect([ends.length, consumer.busy, await depth(queueUrl)]).toEqual([3, 3, [5, 3]]);
  // The other two take long: they keep nobody waiting.
  ends[0]?.();
  await until(() => ends.length === 4);
  expect(await depth(queueUrl)).toEqual([4, 3]);
});

test('keeps a message for as long as it is worked on', async () => {
  const attempts = jest.fn<Promise<void>, [QueueMessage]>(async () => void (await sleep(2.5 * VISIBILITY * 1000)));
  consume({ concurrency: 1, work: attempts });
  consume({ concurrency: 1, work: attempts });
  await send('long');
  await until(isEmpty);
  expect(attempts).toHaveBeenCalledTimes(1);
});

test('leaves what a process has received that died to another one', async () => {
  const { Messages } = await client.receiveMessage({ QueueUrl: queueUrl, VisibilityTimeout: VISIBILITY });
  expect(Messages).toBeUndefined();
  await send('job');
  await client.receiveMessage({ QueueUrl: queueUrl, VisibilityTimeout: VISIBILITY });
  const counts: number[] = [];
  consume({ work: ({ receiveCount }) => Promise.resolve(void counts.push(receiveCount)) });
  await until(isEmpty);
  expect(counts).toEqual([2]);
});

test('tries again what failed, and leaves it to the redrive policy then', async () => {
  const onError = jest.fn<void, [unknown, QueueMessage?]>();
  consume({ onError, work: ({ id }) => (id === 'poison' ? Promise.reject(new Error('boom')) : Promise.resolve()) });
  await send('poison', 'good');
  await until(async () => (await depth(deadLetterUrl))[0] === 1);
  expect(onError.mock.calls.map(([error, message]) => [String(error), message?.id, message?.receiveCount])).toEqual([
    ['Error: boom', 'poison', 1],
    ['Error: boom', 'poison', 2],
  ]);
  expect(await isEmpty()).toBe(true);
});

test('waits for a part that is missing with the message in hand, and uses up no attempt', async () => {
  let missing = 4;
  const counts: number[] = [];
  const errors: unknown[] = [];
  consume({
    onError: (error) => errors.push(error),
    work: ({ receiveCount }) => {
      counts.push(receiveCount);
      return missing-- > 0 ? Promise.reject(new DatabaseUnavailableError('no connection')) : Promise.resolve();
    },
  });
  await send('job');
  await until(isEmpty);
  expect([counts, errors.length, await depth(deadLetterUrl)]).toEqual([[1, 1, 1, 1, 1], 4, [0, 0]]);
});

test('gives back what waits for a part when it stops', async () => {
  const consumer = consume({
    visibilitySeconds: 600,
    work: () => Promise.reject(new DatabaseUnavailableError('gone')),
  });
  await send('job');
  await until(() => consumer.busy === 1);
  await consumer.stop();
  expect(await depth(queueUrl)).toEqual([1, 0]);
});

test('moves what is in the dead-letter queue back, with the id of the job', async () => {
  let mended = false;
  const done: string[] = [];
  consume({
    work: ({ id }) => (mended ? Promise.resolve(void done.push(id)) : Promise.reject(new Error('not mended'))),
  });
  const ids = Array.from({ length: 12 }, (_, index) => `job-${index}`);
  await send(...ids);
  await until(async () => (await depth(deadLetterUrl))[0] === 12);
  mended = true;
  expect(await redrive({ client, from: deadLetterUrl, to: queueUrl, limit: 11 })).toEqual({ moved: 11, refused: 0 });
  await until(isEmpty);
  expect([done.length, await depth(deadLetterUrl)]).toEqual([11, [1, 0]]);
  expect(await redrive({ client, from: deadLetterUrl, to: queueUrl })).toEqual({ moved: 1, refused: 0 });
  await until(() => done.length === 12);
  expect(done.sort()).toEqual(ids.sort());
});

test('finishes what it works on when it stops, and receives nothing more', async () => {
  const done: string[] = [];
  const consumer = consume({
    concurrency: 1,
    work: async ({ id }) => {
      await sleep(300);
      done.push(id);
    },
  });
  await send('first', 'second');
  await until(() => consumer.busy === 1);
  expect(await consumer.stop()).toBe(0);
  expect([done.length, await depth(queueUrl)]).toEqual([1, [1, 0]]);
});

test('gives back what is not finished in time, at once, and says so to who works on it', async () => {
  const signals: AbortSignal[] = [];
  const consumer = consume({
    concurrency: 1,
    visibilitySeconds: 600,
    work: ({ signal }) => {
      signals.push(signal);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))));
    },
  });
  await send('long');
  await until(() => consumer.busy === 1);
  expect(await consumer.stop({ finishSeconds: 0.1 })).toBe(1);
  expect([signals[0]?.aborted, await depth(queueUrl)]).toEqual([true, [1, 0]]);
});

test('works on what comes while it stops, which would be hidden from everybody otherwise', async () => {
  const done: string[] = [];
  const consumer = consume({
    waitSeconds: 2,
    visibilitySeconds: 600,
    work: ({ id }) => Promise.resolve(void done.push(id)),
  });
  await sleep(100);
  const stopped = consumer.stop();
  await send('late');
  expect([await stopped, done, await depth(queueUrl)]).toEqual([0, ['late'], [0, 0]]);
});

test('stops within the time to finish while it waits for a message', async () => {
  const consumer = consume({ work: () => Promise.resolve() });
  await sleep(100);
  const start = Date.now();
  await consumer.stop({ finishSeconds: 0.2 });
  expect(Date.now() - start).toBeLessThan(5000);
});

test('goes on after the queue has failed', async () => {
  let failures = 1;
  const failing: QueueConsumerOptions['client'] = {
    receiveMessage: (input, options) =>
      failures-- > 0 ? Promise.reject(new Error('no network')) : client.receiveMessage(input, options),
    deleteMessage: (input) => client.deleteMessage(input),
    changeMessageVisibility: (input) => client.changeMessageVisibility(input),
  };
  const errors: unknown[] = [];
  consume({ client: failing, onError: (error) => errors.push(error), work: () => Promise.resolve() });
  await send('job');
  await until(isEmpty);
  expect(errors).toEqual([new Error('no network')]);
});

test.each([0, 1.5, NaN])('refuses to work on %d messages at once', (concurrency) => {
  expect(() => new QueueConsumer({ client, queueUrl, concurrency, work: () => Promise.resolve() })).toThrow(
    `concurrency must be a whole number of 1 or more, got ${concurrency}; set WORK_CONCURRENCY`,
  );
});
