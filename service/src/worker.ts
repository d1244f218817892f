import { SQS } from '@aws-sdk/client-sqs';
import { forgetProcessed, QueueConsumer, type QueueMessage } from '../../runtime';
import { makeThumbnailOnce } from './jobs/handle';
import { Drain } from './process/drain';
import { exitOnFailure } from './process/exit';
import { seldom } from './process/seldom';
import { workerSettings } from './settings/settings';
import { connectPlatform, type Platform } from './wiring/platform';

/** Seconds that a message in work has to be finished, below the stop timeout of the container. */
const FINISH_SECONDS = 25;

/** Seconds after which a message of a worker that was killed goes to another. Jobs take less than one, mostly. */
const VISIBILITY_SECONDS = 15;

/** Milliseconds between two times that jobs are forgotten which were done long ago. */
const DAY = 24 * 3600 * 1000;

function main(): Promise<void> {
  const { queueUrl, concurrency, ...settings } = workerSettings(process.env);
  const platform = connectPlatform(settings);
  const { log } = platform;
  const forget = seldom(DAY, () => platform.database.write((client) => forgetProcessed(client)));
  const consumer = new QueueConsumer({
    client: new SQS({}),
    queueUrl,
    concurrency,
    visibilitySeconds: VISIBILITY_SECONDS,
    work: async (message) => {
      await observed(platform, message);
      // Only now: a start alone must not wake the database.
      forget().catch((error: unknown) => log.warn({ err: error }, 'jobs that were done long ago are not forgotten'));
    },
    onError: (error, message) =>
      log.error({ err: error, job: message?.id, attempt: message?.receiveCount }, 'job failed'),
  });
  new Drain({
    log,
    refuse: () => undefined,
    // Nobody sends anything here: it takes its work itself.
    delay: 0,
    close: async () => {
      const givenBack = await consumer.stop({ finishSeconds: FINISH_SECONDS });
      log.info({ givenBack }, 'worker stopped');
      await platform.close();
    },
    exit: (code) => process.exit(code),
  }).listen();
  consumer.start();
  log.info({ concurrency }, 'worker started');
  return Promise.resolve();
}

async function observed(platform: Platform, message: QueueMessage): Promise<void> {
  const start = performance.now();
  let failed = true;
  try {
    await makeThumbnailOnce(platform, message);
    failed = false;
  } finally {
    const milliseconds = Math.round((performance.now() - start) * 10) / 10;
    platform.red.record({ operation: 'thumbnail', failed, milliseconds });
  }
}

exitOnFailure(main());
