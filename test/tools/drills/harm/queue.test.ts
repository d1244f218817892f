import { SQS } from '@aws-sdk/client-sqs';
import type { Cluster } from '../../../../tools/cluster';
import { CREDENTIALS, REGION } from '../../../../tools/cluster/service-environment';
import { deliverTwice, onlyPoison, poison, whileWorking } from '../../../../tools/drills/harm/queue';
import { startQueues, type TestQueues } from '../../../support/queues';

const PHOTO = { id: 'photo-1', author: 'ada', original: 'originals/photo-1' };

let queues: TestQueues;
let sqs: SQS;
let jobsQueueUrl: string;
let deadLetterQueueUrl: string;

beforeAll(async () => {
  queues = await startQueues();
  sqs = new SQS({ endpoint: queues.endpoint, region: REGION, credentials: CREDENTIALS });
});
afterAll(async () => {
  sqs.destroy();
  await queues.stop();
});

/** Queues of each test's own. */
beforeEach(async () => {
  const make = async (name: string) => (await sqs.createQueue({ QueueName: name })).QueueUrl ?? '';
  const name = expect.getState().currentTestName?.replace(/\W+/g, '-').slice(0, 60) ?? '';
  jobsQueueUrl = await make(`${name}-jobs`);
  deadLetterQueueUrl = await make(`${name}-dead`);
});

/** A cluster whose writer has these photos. */
function clusterWith(photos: readonly object[]): Cluster {
  const endpoints = { queues: queues.endpoint, jobsQueueUrl, deadLetterQueueUrl };
  return { endpoints, sql: () => Promise.resolve(photos) } as unknown as Cluster;
}

const receive = (QueueUrl: string) =>
  sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] });
const kill = (body: string) => sqs.sendMessage({ QueueUrl: deadLetterQueueUrl, MessageBody: body });

test('a job is delivered again under its id', async () => {
  expect(await deliverTwice({ cluster: clusterWith([PHOTO]), caption: 'drill-1' })).toEqual([]);
  const { Messages = [] } = await receive(jobsQueueUrl);
  expect(Messages).toHaveLength(1);
  expect(JSON.parse(Messages[0].Body ?? '')).toMatchObject({ photo: 'photo-1', author: 'ada' });
  const ids = Object.values(Messages[0].MessageAttributes ?? {}).map(({ StringValue }) => StringValue);
  expect(ids).toEqual(['thumbnail:photo-1']);
});

test('a drill that has no job to deliver again says so', async () => {
  expect(await deliverTwice({ cluster: clusterWith([]), caption: 'drill-1' })).toEqual([
    'there was no job to deliver twice',
  ]);
});

test('poison is waited for until it is in the dead-letter queue', async () => {
  const poisoned = poison(clusterWith([]));
  let sent = await receive(jobsQueueUrl);
  while (!sent.Messages) sent = await receive(jobsQueueUrl);
  await kill(sent.Messages[0].Body ?? '');
  expect(await poisoned).toEqual([]);
});

test('poison alone may be in the dead-letter queue, and jobs of photos that are not there', async () => {
  await kill('no job');
  await kill(JSON.stringify({ photo: 'lost' }));
  expect((await onlyPoison(clusterWith([]))).problems).toEqual([]);
});

test('a job of a photo that is there is found in the dead-letter queue', async () => {
  await kill('no job');
  await kill(JSON.stringify({ photo: 'photo-1' }));
  expect((await onlyPoison(clusterWith([PHOTO]))).problems).toEqual([
    '1 jobs are in it, such as that of photo photo-1',
  ]);
});

test('a worker is waited for until it works', async () => {
  const looks = [undefined, { inFlight: 0 }, { inFlight: 1 }, { inFlight: 0 }];
  await whileWorking({ status: () => Promise.resolve({ queue: looks.shift() }) } as unknown as Cluster);
  expect(looks).toHaveLength(1);
});
