import { setTimeout as sleep } from 'node:timers/promises';
import { LoadEnvironment, ProxyEnvironment } from '../../lib/contract/load-metric';
import type { Verdict } from '../support/lane';
import { delayProblems, loadDatapoint, loadProblems, rhythmProblems, sumProblems, type Datapoint } from './datapoints';
import { Program } from './program';
import { answering, Sender, type Tally } from './sender';

const RATE = 80;
const RATED = 100;
const TASK = {
  [LoadEnvironment.DEPLOYMENT]: 'clocks',
  [LoadEnvironment.SERVICE]: 'web',
  [LoadEnvironment.RATED_REQUESTS]: String(RATED),
  [LoadEnvironment.HEALTH_CHECK_PATH]: '/health',
};
const APPLICATION = 'tools/clocks/subjects/application.cjs';

/** A web service of the lane, which is stopped and started again halfway. */
export interface WebSubject {
  readonly name: string;
  /** Where requests are sent to. */
  readonly port: number;
  /** What publishes, started anew. */
  readonly publish: () => Program;
  /** What has to be there beside it. */
  readonly beside: () => Program[];
}

/** An application that uses the middleware. */
export function middlewareSubject(port: number): WebSubject {
  return {
    name: 'middleware',
    port,
    publish: () => new Program([APPLICATION], { ...TASK, PORT: String(port), MIDDLEWARE: 'yes' }),
    beside: () => [],
  };
}

/** A plain application behind the proxy. */
export function proxySubject(port: number, applicationPort: number): WebSubject {
  const environment = {
    ...TASK,
    [ProxyEnvironment.PORT]: String(port),
    [ProxyEnvironment.APPLICATION_PORT]: String(applicationPort),
    [ProxyEnvironment.DRAIN_SECONDS]: '10',
  };
  return {
    name: 'proxy',
    port,
    publish: () => new Program(['dist/proxy/index.js'], environment),
    beside: () => [new Program([APPLICATION], { PORT: String(applicationPort) })],
  };
}

/** Sends load for some seconds, stalls the event loop in the middle of each half, restarts in between, and judges the datapoints. */
export async function judgeWeb(subject: WebSubject, seconds: number): Promise<Verdict[]> {
  const beside = subject.beside();
  const datapoints: Datapoint[] = [];
  const tally: Tally = { answered: 0, failed: 0 };
  let errors = '';
  for (const half of ['first', 'second']) {
    const program = subject.publish();
    await answering(subject.port);
    const sender = new Sender(subject.port, RATE);
    sender.start();
    await sleep((seconds / 4) * 1000);
    await sender.send('/stall');
    await sleep((seconds / 4) * 1000);
    await sender.stop();
    await program.stop();
    tally.answered += sender.tally.answered;
    tally.failed += sender.tally.failed;
    errors += program.errors;
    const name = `${subject.name}, ${half} process`;
    datapoints.push(...program.lines.flatMap(({ text, seen }) => loadDatapoint(name, text, seen) ?? []));
  }
  await Promise.all(beside.map((program) => program.stop()));
  return [
    {
      name: `${subject.name}: one datapoint of each ten seconds, none lost, none doubled`,
      problems: rhythmProblems(datapoints),
    },
    // Each of the two stalls delays at most one period.
    { name: `${subject.name}: each within a second of its end`, problems: delayProblems(datapoints, 1, 2) },
    {
      name: `${subject.name}: ${tally.answered + tally.failed} requests answered, and all of them counted`,
      problems: [
        ...sumProblems(datapoints, tally.answered + tally.failed),
        ...(tally.failed > 0 ? [`${tally.failed} requests were not answered`] : []),
        ...(errors ? [errors] : []),
      ],
    },
    {
      name: `${subject.name}: the load is what was sent`,
      problems: loadProblems(datapoints, RATE, RATED),
    },
  ];
}
