import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { startCluster, type Cluster } from '../cluster';
import { printSummary, printVerdict, runLane, type Verdict } from '../support/lane';
import { progress } from '../support/progress';
import { writeMarked } from '../support/write-marked';
import { mayBeRepeated } from './attempts';
import { BEFORE, requestsNeeded, runDrill, type Drill, type Report } from './drill';
import { DRILLS } from './drills';
import { onlyPoison } from './harm/queue';
import { Load } from './load/load';
import type { Person } from './load/plan';
import { signIn } from './people';
import { plant } from './planted';
import { line, markdownTable } from './table';

const PAGE = 'docs/running.md';

/** People who use the service. */
const PEOPLE = 12;

const { values } = parseArgs({
  options: {
    /** Writes the table into the page. */
    update: { type: 'boolean', default: false },
    /** Runs the drills alone whose names match this regular expression. */
    only: { type: 'string', default: '' },
    requests: { type: 'string', default: '5000' },
    /** Makes no more requests than each drill needs. */
    quick: { type: 'boolean', default: false },
    rate: { type: 'string', default: '150' },
  },
});

const load = { requests: values.quick ? 0 : Number(values.requests), perSecond: Number(values.rate) };

/** `npm run test:cluster`: kills the system part by part, under load. */
async function main(): Promise<boolean> {
  const drills = DRILLS.filter(({ name }) => new RegExp(values.only).test(name));
  if (drills.length === 0) {
    const names = DRILLS.map(({ name }) => name).join('; ');
    throw new Error(`--only must match the name of a drill, got ${values.only}; take a part of one of these: ${names}`);
  }
  const cluster = await startCluster({ log: progress });
  try {
    const people = await signIn(cluster.url, PEOPLE);
    progress(`${people.length} people are signed in`);
    await new Load({ url: cluster.url, people, requests: 600, perSecond: 100, seed: 0, caption: 'warm-up' }).finish();
    progress('warmed up');
    return await runDrills(cluster, drills, people);
  } finally {
    await cluster.stop();
  }
}

async function runDrills(cluster: Cluster, drills: readonly Drill[], people: readonly Person[]): Promise<boolean> {
  const attempts: Report[][] = [];
  const verdicts: Verdict[] = [];
  for (const [index, drill] of drills.entries()) {
    attempts.push(await attempt(cluster, drill, people, index + 1));
    verdicts.push({ name: drill.name, problems: lastOf(attempts[index]).problems });
    printVerdict(verdicts[index]);
  }
  const dead = await onlyPoison(cluster);
  printVerdict(dead);
  const planted = await plant(cluster, lastOf(attempts[attempts.length - 1]));
  printVerdict(planted);
  if (values.update) await writeMarked(PAGE, 'test:cluster', `${conditions()}\n\n${markdownTable(attempts.flat())}`);
  return printSummary([...verdicts, dead, planted]);
}

/** Runs a drill, and again where nothing but its figures missed their targets: every attempt is told. */
async function attempt(cluster: Cluster, drill: Drill, people: readonly Person[], number: number): Promise<Report[]> {
  const requests = Math.max(load.requests, requestsNeeded(drill, load.perSecond));
  const plan = { url: cluster.url, people, ...load, requests, seed: number };
  const reports: Report[] = [];
  for (;;) {
    const report = await runDrill(drill, cluster, { ...plan, caption: `drill-${number}-${reports.length + 1}` });
    reports.push(report);
    progress(line(report));
    if (!mayBeRepeated(reports)) return reports;
    progress(`${report.problems.join('; ')}: once more, since the machine may have been busy with something else`);
  }
}

function lastOf(reports: readonly Report[]): Report {
  return reports[reports.length - 1];
}

/** What the figures were measured with. */
function conditions(): string {
  const { perSecond } = load;
  return `${perSecond} requests a second, a fifth of them writes, on ${availableParallelism()} cores that load and system share. The harm is done ${BEFORE} seconds after the load begins; no request is made twice.`;
}

runLane('cluster-drills', () => main());
