import { setTimeout as sleep } from 'node:timers/promises';
import { QUEUE_DEMAND_CONFIG, QueueDemandMetric, type QueueDemandConfig } from '../../lib/contract/queue-demand';
import type { Verdict } from '../support/lane';
import { AwsStub } from './aws';
import { rhythmProblems } from './datapoints';
import { Program } from './program';

const CONFIG: Omit<QueueDemandConfig, 'queueUrlPrefix'> = {
  deployment: 'clocks',
  workers: [
    { name: 'mail', service: 'mail', queue: 'clocks-mail-g1', concurrency: 10, messagesPerSecond: 5, drainSeconds: 9 },
  ],
};
/** Busy: (10 in flight / 10) + 90 waiting / (5 a second x 9 s) is the work of three tasks, and two run. */
const MESSAGES = { visible: 90, inFlight: 10 };
const TASKS = { desired: 2, running: 2 };
const DEMAND = 1.5;

/** Runs the bundled function minute after minute against a stub of AWS, and judges what it publishes. */
export async function judgeWorker(seconds: number): Promise<Verdict[]> {
  const aws = new AwsStub(MESSAGES, TASKS);
  const endpoint = await aws.listen();
  const program = new Program(['tools/clocks/subjects/queue-demand.cjs'], {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'stub',
    AWS_SECRET_ACCESS_KEY: 'stub',
    AWS_EC2_METADATA_DISABLED: 'true',
    [QUEUE_DEMAND_CONFIG]: JSON.stringify({ ...CONFIG, queueUrlPrefix: `${endpoint}/111111111111/` }),
  });
  await sleep(seconds * 1000);
  await program.stop();
  aws.close();
  const demands = aws.given.filter(({ metric }) => metric === QueueDemandMetric.DEMAND);
  const points = demands.map((datum) => ({ ...datum, source: 'queue-demand', requests: 0, seconds: 10 }));
  const expected = Math.floor(seconds / 10);
  return [
    {
      name: `queue-demand: one datapoint of each ten seconds in ${seconds} s, none lost, none doubled`,
      problems: [
        ...rhythmProblems(points),
        ...(points.length < expected ? [`${points.length} datapoints came in ${seconds} s, not ${expected}`] : []),
      ],
    },
    {
      name: 'queue-demand: each carries its time, its value and high resolution',
      problems: [
        ...demands
          .filter((datum) => datum.value !== DEMAND || datum.storageResolution !== 1)
          .map((datum) => `${JSON.stringify(datum)} is not of ${DEMAND} with a resolution of one second`),
        ...demands
          .filter(({ seen, timestamp }) => Math.abs(seen - timestamp) > 3000)
          .map(({ seen, timestamp }) => `a datapoint was published ${seen - timestamp} ms after its time`),
        ...aws.refused.map((target) => `the stub does not know ${target}`),
        ...(program.errors ? [program.errors] : []),
      ],
    },
  ];
}
