import { buildApp } from 'fauxqs';

// SQS and S3. What they hold is in memory, and gone with this process.
const {
  PORT = '0',
  HOST,
  AWS_REGION = '',
  QUEUE = '',
  DEAD_LETTERS = '',
  BUCKET = '',
  VISIBILITY = '30',
} = process.env;

/** Its own names of queues begin with a host that no resolver knows; clients are given that of this address. */
const OWN = `http://sqs.${AWS_REGION}.localhost:${PORT}/`;

// `startFauxqs` would listen on every address of the machine.
const app = buildApp({ logger: false, defaultRegion: AWS_REGION });
app.addHook('preHandler', (request, _reply, done) => {
  const body = request.body as { QueueUrl?: string } | string | null;
  if (typeof body === 'object' && typeof body?.QueueUrl === 'string') {
    body.QueueUrl = body.QueueUrl.replace(/^http:\/\/[^/]+\//, OWN);
  }
  done();
});
await app.listen({ host: HOST, port: Number(PORT) });

const base = `http://${HOST}:${PORT}`;
const authorization = `AWS4-HMAC-SHA256 Credential=local/20260101/${AWS_REGION}/sqs/aws4_request, SignedHeaders=host, Signature=local`;

async function createQueue(QueueName: string, Attributes: Readonly<Record<string, string>> = {}): Promise<void> {
  const answer = await fetch(base, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.CreateQueue', authorization },
    body: JSON.stringify({ QueueName, Attributes }),
  });
  if (!answer.ok) throw new Error(`queue ${QueueName}: ${await answer.text()}`);
}

await createQueue(DEAD_LETTERS);
await createQueue(QUEUE, {
  VisibilityTimeout: VISIBILITY,
  RedrivePolicy: JSON.stringify({
    deadLetterTargetArn: `arn:aws:sqs:${AWS_REGION}:000000000000:${DEAD_LETTERS}`,
    maxReceiveCount: '4',
  }),
});
const bucket = await fetch(`${base}/${BUCKET}`, { method: 'PUT' });
if (!bucket.ok) throw new Error(`bucket ${BUCKET}: ${await bucket.text()}`);
