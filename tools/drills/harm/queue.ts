import { setTimeout as sleep } from 'node:timers/promises';
import { SQS } from '@aws-sdk/client-sqs';
import { JOB_ID } from '../../../runtime/queue/queue-client';
import type { Cluster } from '../../cluster';
import { CREDENTIALS, REGION } from '../../cluster/service-environment';
import type { Verdict } from '../../support/lane';
import type { Ground } from '../drill';
import { storedPhotos } from '../stored';

/** Jobs that are delivered once more, of those that are done and of those that are not. */
const REPEATED = 200;

const POISON = 'no job';

/** Seconds within which a poison message is in the dead-letter queue, after its last attempt. */
const POISON_SECONDS = 60;

function queuesOf({ endpoints }: Pick<Cluster, 'endpoints'>): SQS {
  return new SQS({ endpoint: endpoints.queues, region: REGION, credentials: CREDENTIALS });
}

/** Waits until a worker works on something. */
export async function whileWorking(cluster: Pick<Cluster, 'status'>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (((await cluster.status()).queue?.inFlight ?? 0) > 0) return;
    await sleep(50);
  }
  throw new Error('no worker works on anything');
}

/** Delivers jobs again under their ids, as SQS may. */
export async function deliverTwice({ cluster, caption }: Ground): Promise<readonly string[]> {
  const client = queuesOf(cluster);
  const photos = (await storedPhotos(cluster, caption)).slice(-REPEATED);
  await Promise.all(
    photos.map(({ id, author, original }) =>
      client.sendMessage({
        QueueUrl: cluster.endpoints.jobsQueueUrl,
        MessageBody: JSON.stringify({ photo: id, author, original, request: 'drill' }),
        MessageAttributes: { [JOB_ID]: { DataType: 'String', StringValue: `thumbnail:${id}` } },
      }),
    ),
  );
  client.destroy();
  return photos.length > 0 ? [] : ['there was no job to deliver twice'];
}

/** A message that no worker can work on: it has to end in the dead-letter queue. */
export async function poison(cluster: Cluster): Promise<readonly string[]> {
  const client = queuesOf(cluster);
  const { jobsQueueUrl, deadLetterQueueUrl } = cluster.endpoints;
  const before = await deadMessages(client, deadLetterQueueUrl);
  await client.sendMessage({ QueueUrl: jobsQueueUrl, MessageBody: POISON });
  try {
    for (let second = 0; second < POISON_SECONDS; second++) {
      if ((await deadMessages(client, deadLetterQueueUrl)) > before) return [];
      await sleep(1000);
    }
    return [`the poison message is not in the dead-letter queue after ${POISON_SECONDS} seconds`];
  } finally {
    client.destroy();
  }
}

async function deadMessages(client: SQS, queueUrl: string): Promise<number> {
  const { Attributes } = await client.getQueueAttributes({
    QueueUrl: queueUrl,
    AttributeNames: ['ApproximateNumberOfMessages'],
  });
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
}

async function photosThere(cluster: Cluster, ids: readonly string[]): Promise<string[]> {
  const rows = await cluster.sql('writer', 'SELECT id FROM photos WHERE id = ANY($1::uuid[])', [ids]);
  return rows.map(({ id }) => String(id));
}

/**
 * Whatever the drills did: no job may have ended in the dead-letter queue but what is none, and those of photos that were lost, which
 * is a finding of its own where it is not allowed.
 */
export async function onlyPoison(cluster: Cluster): Promise<Verdict> {
  const client = queuesOf(cluster);
  const others: string[] = [];
  for (;;) {
    const { Messages = [] } = await client.receiveMessage({
      QueueUrl: cluster.endpoints.deadLetterQueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 0,
    });
    if (Messages.length === 0) break;
    others.push(
      ...Messages.flatMap(({ Body = '' }) => (Body === POISON ? [] : (JSON.parse(Body) as { photo: string }).photo)),
    );
  }
  client.destroy();
  const there = await photosThere(cluster, others);
  const problems = there.length === 0 ? [] : [`${there.length} jobs are in it, such as that of photo ${there[0]}`];
  return { name: 'no job is in the dead-letter queue', problems };
}
