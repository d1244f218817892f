import { parseArgs } from 'node:util';
import { progress } from '../support/progress';
import { startCluster, type Cluster } from '.';
import { PageServer } from './page/server';
import { Visitors } from './visitors';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    visitors: { type: 'string', default: '20' },
    asynchronous: { type: 'boolean', default: false },
  },
});

/** `npm run cluster`: the whole system on this machine, with a page to watch it, until Ctrl-C. */
async function main(): Promise<void> {
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
  const starting = startCluster({ log: progress, synchronous: !values.asynchronous });
  let isAsked = false;
  void asked.then(() => (isAsked = true));
  const cluster = await starting;
  const page = await PageServer.start(cluster, Number(values.port), progress);
  const visitors = new Visitors(cluster.url, Number(values.visitors));
  try {
    if (!isAsked) console.log(addresses(cluster, page.url));
    visitors.start();
    await asked;
    progress('stopping');
  } finally {
    visitors.stop();
    page.stop();
    await cluster.stop();
    progress('stopped: no process and no file is left');
  }
}

function addresses({ url, endpoints }: Cluster, page: string): string {
  const { writer, cache, queues, sessions } = endpoints;
  return [
    '',
    `Page        ${page}`,
    `Service     ${url}  (its API: ${url}/openapi.json)`,
    `Database    ${writer.host}:${writer.port}  (whoever takes writes)`,
    `Cache       ${cache.host}:${cache.port}`,
    `SQS, S3     ${queues}`,
    `DynamoDB    ${sessions}`,
    '',
    `${values.visitors} requests per second come from made-up visitors; \`-- --visitors 0\` leaves them out. Ctrl-C ends everything.`,
    '',
  ].join('\n');
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
