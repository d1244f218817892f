import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { startCluster, type Cluster } from '../cluster';
import { printSummary, printVerdict, runLane, type Verdict } from '../support/lane';
import { progress } from '../support/progress';
import { table } from '../support/table';
import { DRILLS, POISON } from './drills';
import { Ground } from './ground';
import { compareLedger } from './ledger';
import type { Write } from './load/plan';
import { HEAD, rowsOf, withDrills } from './page';
import { problemsOf, reasons, tryDrill, type DrillResult } from './try-drill';

const PAGE = 'docs/running.md';

/** People who use the service at once. */
const PEOPLE = 24;

const { values: args } = parseArgs({
  options: {
    requests: { type: 'string', default: '5000' },
    rate: { type: 'string', default: '300' },
    only: { type: 'string', default: '' },
    update: { type: 'boolean', default: false },
  },
});

/** Starts the cluster, does the drills one after another, and judges each. */
async function main(): Promise<boolean> {
  const cluster = await startCluster();
  try {
    progress('the cluster is up');
    return await drill(cluster);
  } finally {
    await cluster.stop();
  }
}

async function drill(cluster: Cluster): Promise<boolean> {
  const ground = new Ground(cluster);
  const people = await ground.people(PEOPLE);
  const ledger: Write[] = [];
  const results: DrillResult[] = [];
  const verdicts: Verdict[] = [];
  const drills = DRILLS.filter(({ name }) => name.includes(args.only));
  for (const [index, one] of drills.entries()) {
    const options = { people, requests: Number(args.requests), perSecond: Number(args.rate), seed: index + 1, ledger };
    const result = withoutKnown(await tryDrill(ground, one, options), results);
    results.push(result);
    progress(`${index + 1} of ${drills.length}: ${one.name}`);
    const verdict = { name: one.name, problems: problemsOf(result) };
    verdicts.push(verdict);
    printVerdict(verdict);
    if (result.experience.errors > 0) console.log(`    ${reasons(result.experience)}`);
  }
  verdicts.push(await poisonVerdict(ground), await plantedVerdict(ground, ledger));
  verdicts.slice(-2).forEach(printVerdict);
  const load = `${args.requests} requests a drill, ${args.rate} a second, a fifth of them writes; ${ledger.length} writes were acknowledged.`;
  console.log(`\n${load}\n\n${table([HEAD, ...rowsOf(results)])}\n`);
  if (args.update) {
    const page = withDrills(readFileSync(PAGE, 'utf8'), results, load);
    writeFileSync(PAGE, await format(page, { ...(await resolveConfig(PAGE)), filepath: PAGE }));
  }
  return printSummary(verdicts);
}

/** What an earlier drill has lost is not lost again. */
function withoutKnown(result: DrillResult, earlier: readonly DrillResult[]): DrillResult {
  const known = (of: keyof DrillResult['comparison']) => new Set(earlier.flatMap(({ comparison }) => comparison[of]));
  const rest = (of: keyof DrillResult['comparison']) => result.comparison[of].filter((id) => !known(of).has(id));
  return {
    ...result,
    comparison: {
      lostWrites: rest('lostWrites'),
      doubledWrites: rest('doubledWrites'),
      lostJobs: rest('lostJobs'),
      doubledEffects: rest('doubledEffects'),
    },
  };
}

/** Nothing but the poison may be in the dead-letter queue. */
async function poisonVerdict(ground: Ground): Promise<Verdict> {
  const name = 'the poison message is in the dead-letter queue, and nothing else is';
  if (!DRILLS[0].name.includes(args.only)) return { name: `${name} (not sent)`, problems: [] };
  const dead = await ground.dead();
  const others = dead.filter((body) => body !== POISON);
  return {
    name,
    problems: [
      ...(dead.includes(POISON) ? [] : ['it is not there']),
      ...(others.length > 0 ? [`${others.length} others are: ${others[0]}`] : []),
    ],
  };
}

/** The comparison itself: a loss and a double that were planted have to be found among what was measured. */
async function plantedVerdict(ground: Ground, ledger: readonly Write[]): Promise<Verdict> {
  const stored = await ground.photos();
  const lost = { id: 'planted', author: 'nobody', key: 'planted' };
  const found = compareLedger([...ledger, lost], [...stored, { ...stored[0], id: 'another', processed: 2 }]);
  const missed = [
    ...(found.lostWrites.includes('planted') ? [] : ['a planted loss is not found']),
    ...(found.doubledWrites.length > 0 ? [] : ['a planted double write is not found']),
    ...(found.doubledEffects.includes('another') ? [] : ['a planted double effect is not found']),
  ];
  return { name: 'a planted loss and planted doubles are found', problems: missed };
}

runLane('drills', main);
