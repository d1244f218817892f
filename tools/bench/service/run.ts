import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { startCluster } from '../../cluster';
import { signIn } from '../../drills/people';
import { printSummary, printVerdict, runLane } from '../../support/lane';
import { progress } from '../../support/progress';
import { table } from '../../support/table';
import { writeMarked } from '../../support/write-marked';
import { claims, type Figures } from './figures';
import { Load } from './load';
import { Measurement } from './measure';
import { section, summary, writeCharts } from './page';
import { FULL, QUICK } from './plan';

const FOLDER = 'docs';
const PAGE = `${FOLDER}/running.md`;

/** People whose feeds are read. */
const PEOPLE = 12;

const { values } = parseArgs({
  options: {
    /** Writes figures and charts into the page. */
    update: { type: 'boolean', default: false },
    /** Measures for so short a time that the figures say little. */
    quick: { type: 'boolean', default: false },
  },
});

/** `npm run bench:service`: measures the service on the local cluster. */
async function main(): Promise<boolean> {
  if (values.update && values.quick) throw new Error('--update must be without --quick: its figures say little');
  const figures = await measure();
  console.log(`\n${table(summary(figures))}\n`);
  if (values.update) {
    writeCharts(FOLDER, figures);
    await writeMarked(PAGE, 'bench:service', section(figures, availableParallelism()));
  }
  const verdicts = claims(figures);
  verdicts.forEach(printVerdict);
  return printSummary(verdicts);
}

async function measure(): Promise<Figures> {
  const cluster = await startCluster({ log: progress });
  const load = new Load();
  try {
    const people = await signIn(cluster.url, PEOPLE);
    progress(`${people.length} people are signed in`);
    return await new Measurement(cluster, people, load, values.quick ? QUICK : FULL).run();
  } finally {
    load.end();
    await cluster.stop();
  }
}

runLane('bench-service', () => main());
