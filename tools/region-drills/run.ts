import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { mayBeRepeated } from '../drills/attempts';
import { Load } from '../drills/load/load';
import { printSummary, printVerdict, runLane, type Verdict } from '../support/lane';
import { progress } from '../support/progress';
import { writeMarked } from '../support/write-marked';
import { Autopilot } from './autopilot';
import { BEFORE, runDrill, type RegionDrill, type RegionReport } from './drill';
import { DRILLS } from './drills';
import { Ground } from './ground';
import { plant } from './planted';
import { PLAN, SIZE } from './regions';
import { budgetWith, drillsTable, line, partsTable } from './table';

const PAGE = 'docs/regions.md';
const COMMAND = 'test:regions';

const { values } = parseArgs({
  options: {
    /** Writes the tables into the page. */
    update: { type: 'boolean', default: false },
    /** Runs the drills alone whose names match this regular expression. */
    only: { type: 'string', default: '' },
    /** Requests a second, of both places together. */
    rate: { type: 'string', default: '60' },
    /** Requests of each drill at least. */
    requests: { type: 'string', default: '0' },
    /** Milliseconds that the line between the regions takes, each way. */
    delay: { type: 'string', default: '40' },
  },
});

const perSecond = Number(values.rate);
const requests = Number(values.requests);
const delayMilliseconds = Number(values.delay);

/** `npm run test:regions`: moves two regions, and loses them, under load. */
async function main(): Promise<boolean> {
  const drills = DRILLS.filter(({ name }) => new RegExp(values.only).test(name));
  if (drills.length === 0) {
    const names = DRILLS.map(({ name }) => name).join('; ');
    throw new Error(`--only must match the name of a drill, got ${values.only}; take a part of one of these: ${names}`);
  }
  const autopilot = new Autopilot();
  const changed: Autopilot['changed'] = (region, health) => {
    progress(`${region} is ${health} as seen from everywhere`);
    autopilot.changed(region, health);
  };
  const ground = await Ground.start({ delayMilliseconds, log: progress, changed });
  try {
    await autopilot.held(() => warmUp(ground));
    autopilot.ground = ground;
    return await runDrills(ground, autopilot, drills);
  } finally {
    await ground.stop();
  }
}

async function warmUp({ edge, people }: Ground): Promise<void> {
  const loads = [...people].map(
    ([place, own]) =>
      new Load({
        url: edge.urls.get(place) ?? '',
        people: own,
        requests: 200,
        perSecond: 50,
        seed: 0,
        caption: 'warm-up',
      }),
  );
  await Promise.all(loads.map((load) => load.finish()));
  progress('warmed up');
}

async function runDrills(ground: Ground, autopilot: Autopilot, drills: readonly RegionDrill[]): Promise<boolean> {
  const reports: RegionReport[][] = [];
  const verdicts: Verdict[] = [];
  const tell = (verdict: Verdict) => {
    verdicts.push(verdict);
    printVerdict(verdict);
  };
  for (const [index, drill] of drills.entries()) {
    reports.push(await attempt(ground, autopilot, drill, index + 1));
    tell({ name: drill.name, problems: lastOf(reports[index]).problems });
  }
  const { parts } =
    reports
      .flat()
      .filter(({ harm }) => harm.parts)
      .at(-1)?.harm ?? {};
  if (parts) tell(objective(parts));
  autopilot.ground = undefined;
  for (const verdict of await plant(ground, lastOf(reports[reports.length - 1]))) tell(verdict);
  if (values.update) await write(reports.flat(), parts);
  return printSummary(verdicts);
}

/** Runs a drill, and again where nothing but its figures missed their targets: every attempt is told. */
async function attempt(
  ground: Ground,
  autopilot: Autopilot,
  drill: RegionDrill,
  number: number,
): Promise<RegionReport[]> {
  const reports: RegionReport[] = [];
  for (;;) {
    const seed = 100 * number + reports.length;
    const report = await runDrill(ground, autopilot, drill, { perSecond, requests, seed, caption: `regions-${seed}` });
    reports.push(report);
    progress(line(report));
    if (!mayBeRepeated(reports)) return reports;
    progress(`${report.problems.join('; ')}: once more, since the machine may have been busy with something else`);
  }
}

/** Whether the promise of the plan holds with what the drill has measured. */
function objective(parts: Parameters<typeof budgetWith>[0]): Verdict {
  const { seconds } = budgetWith(parts);
  const { timeSeconds = 0 } = PLAN.objective ?? {};
  return {
    name: `recovery from the loss of home: ${seconds} s with the figures of the drill, of ${timeSeconds} s`,
    problems: seconds <= timeSeconds ? [] : ['it takes longer than is promised'],
  };
}

function lastOf(reports: readonly RegionReport[]): RegionReport {
  return reports[reports.length - 1];
}

async function write(
  reports: readonly RegionReport[],
  parts: Parameters<typeof partsTable>[0] | undefined,
): Promise<void> {
  const both = [conditions(), drillsTable(reports), ...(parts ? [PARTS, partsTable(parts)] : []), NOT_DRILLED];
  await writeMarked(PAGE, COMMAND, both.join('\n\n'));
}

/** What the figures were measured with. */
function conditions(): string {
  const [home, other] = PLAN.regions;
  return (
    `${perSecond} requests a second from two places, a fifth of them writes, on ${availableParallelism()} cores that load, edge and both regions share. Each region has ${SIZE.web} web instances, ${SIZE.workers} worker, a database that writes or follows and ${SIZE.replicas} replica; ` +
    `${other} follows ${home} by streaming replication over a line of ${delayMilliseconds} ms each way. The harm is done ${BEFORE} seconds after the load begins; no request is made twice by its client. ` +
    'Throughout, somebody tries to write straight to the databases of both regions four times a second: the column of writers is who took those writes. Reads that the other region answered in the place of the first count as answered.'
  );
}

const PARTS =
  'The parts of the sudden loss of home, as the drill measured them, and as the budget has them. The column on the right takes the figure of the drill wherever it was measured; how long a value takes to every edge location is not, since there is one machine.';

const NOT_DRILLED =
  'Not drilled, since nothing here replicates them as AWS does: sessions (copied once when people have signed in, and when a region comes back), objects, caches, and messages of queues with the thumbnails that are made of them. Each region has its own.';

runLane('region-drills', () => main());
