import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DARK, LIGHT } from '../review/diagram/theme';
import { printSummary, printVerdict, runLane, type Verdict } from '../support/lane';
import { progress } from '../support/progress';
import { writeMarked } from '../support/write-marked';
import { BEFORE, runDrill, type ShardReport } from './drill';
import { allDrills, sampledDrills, SHARDS } from './drills';
import { World } from './ground/world';
import { MEDIAN_PAUSE, medianPause } from './judge/pauses';
import { ACCOUNTS } from './load/plan';
import { plant } from './planted';
import { drillsTable, line, pausesChart, pausesOf } from './table';

const FOLDER = 'docs';
const PICTURE = 'shards-pauses';

const { values } = parseArgs({
  options: {
    /** Writes table and chart into the page. */
    update: { type: 'boolean', default: false },
    /** Kills every victim in every phase, not a sample. */
    all: { type: 'boolean', default: false },
    /** Says which phase the sample has of each victim. */
    seed: { type: 'string', default: '1' },
    /** Requests a second, of all processes together. */
    rate: { type: 'string', default: '150' },
    /** Requests of each drill at least. */
    requests: { type: 'string', default: '0' },
  },
});

const perSecond = Number(values.rate);
const requests = Number(values.requests);

/** `npm run test:shards`: moves slots between databases under load, and kills everything that takes part. */
async function main(): Promise<boolean> {
  const world = await World.start(SHARDS);
  progress(`${SHARDS} databases and ${ACCOUNTS.toLocaleString('en')} accounts are there`);
  try {
    return await runDrills(world);
  } finally {
    await world.stop();
  }
}

async function runDrills(world: World): Promise<boolean> {
  const reports: ShardReport[] = [];
  const verdicts: Verdict[] = [];
  const tell = (verdict: Verdict) => {
    verdicts.push(verdict);
    printVerdict(verdict);
  };
  for (const [index, drill] of (values.all ? allDrills() : sampledDrills(Number(values.seed))).entries()) {
    const report = await runDrill(world, drill, { perSecond, requests, seed: 1 + index });
    reports.push(report);
    progress(line(report));
    tell({ name: drill.name, problems: report.problems });
  }
  tell(pausedOverAll(reports));
  for (const verdict of await plant(world)) tell(verdict);
  if (values.update) await write(reports);
  return printSummary(verdicts);
}

/**
 * Few writes of one drill are held up: what they are like at the median shows over all. Where the resharder is killed under a fence, writes wait
 * until that has run out: those count for the longest alone.
 */
function pausedOverAll(reports: readonly ShardReport[]): Verdict {
  const isAttended = ({ drill }: ShardReport) => drill.kill?.victim !== 'resharder' && drill.abortAt === undefined;
  const pauses = pausesOf(reports.filter(isAttended));
  const median = medianPause(pauses);
  return {
    name: `${pauses.length} writes were held up, the median of them for ${Math.round(median)} ms`,
    problems: median < MEDIAN_PAUSE ? [] : [`it has to be less than ${MEDIAN_PAUSE} ms`],
  };
}

async function write(reports: readonly ShardReport[]): Promise<void> {
  writeFileSync(join(FOLDER, `${PICTURE}.svg`), pausesChart(reports, LIGHT));
  writeFileSync(join(FOLDER, `${PICTURE}-dark.svg`), pausesChart(reports, DARK));
  const picture = `<picture>
  <source media="(prefers-color-scheme: dark)" srcset="${PICTURE}-dark.svg">
  <img src="${PICTURE}.svg" alt="How long writes to moving slots paused" width="900">
</picture>`;
  await writeMarked(
    join(FOLDER, 'sharding.md'),
    'test:shards',
    [conditions(), drillsTable(reports), picture].join('\n\n'),
  );
}

/** What the figures were measured with. */
function conditions(): string {
  return (
    `${perSecond} requests a second from two processes, three of ten of them writes, on ${availableParallelism()} cores that load, resharder and ${SHARDS} databases share; ${ACCOUNTS.toLocaleString('en')} accounts, all alike or by Zipf's law. A move is asked for ${BEFORE} second after the load begins; no request is made twice by its client. ` +
    'Each comparison is over all that was acknowledged since the first drill. Requests that needed a killed database while it was away are counted apart; a write to a slot that moved is held up when its transaction had to be run again or took more than 100 ms, and the longest pause is over all writes to slots that moved.'
  );
}

runLane('shard-drills', () => main());
