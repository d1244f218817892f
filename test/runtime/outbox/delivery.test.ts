import { sqsDelivery, type OutboxJob, type QueueSender } from '../../../runtime';

const send = jest.fn<ReturnType<QueueSender['sendMessageBatch']>, Parameters<QueueSender['sendMessageBatch']>>();
const deliver = sqsDelivery({
  client: { sendMessageBatch: send },
  queueUrl: (name) => (name === 'unknown' ? undefined : `https://sqs/${name}`),
});

beforeEach(() => send.mockReset().mockResolvedValue({}));

function jobs(count: number, job: Partial<OutboxJob> = {}): OutboxJob[] {
  return Array.from({ length: count }, (_, index) => ({ id: `job-${index}`, queue: 'jobs', body: 'body', ...job }));
}

const sizes = () => send.mock.calls.map(([{ Entries }]) => Entries.length);

test('sends the body, and the id of the job as an attribute', async () => {
  expect(await deliver(jobs(1))).toEqual([]);
  expect(send.mock.calls).toEqual([
    [
      {
        QueueUrl: 'https://sqs/jobs',
        Entries: [
          { Id: '0', MessageBody: 'body', MessageAttributes: { JobId: { DataType: 'String', StringValue: 'job-0' } } },
        ],
      },
    ],
  ]);
});

test('sends ten at once', async () => {
  await deliver(jobs(25));
  expect(sizes()).toEqual([10, 10, 5]);
});

test('sends no more than 256 KiB at once', async () => {
  await deliver(jobs(4, { body: 'x'.repeat(100 * 1024) }));
  expect(sizes()).toEqual([2, 2]);
});

test('sends to each queue on its own', async () => {
  await deliver([...jobs(2), ...jobs(1, { queue: 'mails' })]);
  expect(send.mock.calls.map(([{ QueueUrl, Entries }]) => [QueueUrl, Entries.length])).toEqual([
    ['https://sqs/jobs', 2],
    ['https://sqs/mails', 1],
  ]);
});

test('names what the queue refuses', async () => {
  send.mockResolvedValue({ Failed: [{ Id: '1', Message: 'throttled' }] });
  expect(await deliver(jobs(3))).toEqual([{ id: 'job-1', reason: 'throttled' }]);
});

test('names everything of a batch that could not be sent, and of that batch alone', async () => {
  send.mockRejectedValueOnce(new Error('no network'));
  expect(await deliver(jobs(12))).toEqual(jobs(10).map(({ id }) => ({ id, reason: 'no network' })));
});

test('names what is for a queue that nobody knows', async () => {
  expect(await deliver(jobs(1, { queue: 'unknown' }))).toEqual([
    { id: 'job-0', reason: 'the queue unknown is not known: QUEUE_UNKNOWN_URL is not set' },
  ]);
});

test('finds queues where the constructs say they are', async () => {
  process.env.QUEUE_NEW_MAILS_URL = 'https://sqs/new-mails';
  await sqsDelivery({ client: { sendMessageBatch: send } })(jobs(1, { queue: 'newMails' }));
  delete process.env.QUEUE_NEW_MAILS_URL;
  expect(send.mock.calls[0]?.[0].QueueUrl).toBe('https://sqs/new-mails');
});
