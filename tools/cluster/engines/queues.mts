import { startFauxqs } from 'fauxqs';

// SQS and S3. What they hold is in memory, and gone with this process.
const {
  PORT = '0',
  HOST,
  AWS_REGION: region,
  QUEUE = '',
  DEAD_LETTERS = '',
  BUCKET = '',
  VISIBILITY = '30',
} = process.env;

const server = await startFauxqs({ host: HOST, port: Number(PORT), defaultRegion: region, logger: false });
const { queueArn } = server.createQueue(DEAD_LETTERS, { region });
server.createQueue(QUEUE, {
  region,
  attributes: {
    VisibilityTimeout: VISIBILITY,
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn, maxReceiveCount: '3' }),
  },
});
server.createBucket(BUCKET);
