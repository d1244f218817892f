import { SQS } from '@aws-sdk/client-sqs';
import type { Logger } from 'pino';
import { Outbox, OutboxRelay, sqsDelivery, type Database } from '../../../runtime';
import type { Jobs } from '../http/parts';

/** Jobs of the web service, from the transaction to the queue. */
export interface JobsOfWeb extends Jobs {
  /** Says that the database is in use anyway, and so may be looked through for jobs that were left behind. */
  touch(): void;
  start(): void;
  stop(): Promise<void>;
}

/** Name of the queue in the outbox. */
const QUEUE = 'jobs';

export function connectJobs(database: Database, queueUrl: string, log: Logger): JobsOfWeb {
  const relay = new OutboxRelay({
    database,
    deliver: sqsDelivery({ client: new SQS({}), queueUrl: (name) => (name === QUEUE ? queueUrl : undefined) }),
    onError: (error) => log.warn({ err: error }, 'outbox'),
  });
  return {
    add: (client, job) => Outbox.add(client, { queue: QUEUE, id: `thumbnail:${job.photo}`, body: JSON.stringify(job) }),
    wake: () => relay.wake(),
    touch: () => relay.touch(),
    start: () => relay.start(),
    stop: () => relay.stop(),
  };
}
