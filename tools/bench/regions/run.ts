import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DARK, LIGHT } from '../../review/diagram/theme';
import { printSummary, printVerdict, runLane } from '../../support/lane';
import { writeMarked } from '../../support/write-marked';
import { lossChart } from './chart';
import { claims } from './claims';
import { DAYS, QUICK, runAll, SCENARIOS, SPIKE } from './experiment';
import { MODEL_SECTIONS } from './model-page';
import { simulationSection } from './page';
import { policiesOf, type Policy } from './policies';

const FOLDER = 'docs';
const PAGE = join(FOLDER, 'regions.md');
const PICTURE = { count: 3, mode: QUICK[0].mode, place: 'apart', overflow: 'nearest' } as const;

/** Loses regions in every scenario, and writes the page and its picture. */
async function update(policies: readonly Policy[]) {
  const rows = runAll(SCENARIOS, DAYS, policies);
  const spike = runAll(QUICK, [SPIKE], policies);
  const [{ results }] = runAll([PICTURE], [DAYS[0]], policies);
  writeFileSync(join(FOLDER, 'regions-loss.svg'), lossChart(results, LIGHT));
  writeFileSync(join(FOLDER, 'regions-loss-dark.svg'), lossChart(results, DARK));
  await writeMarked(PAGE, 'bench:regions', simulationSection(rows, spike, policies));
  for (const [name, section] of Object.entries(MODEL_SECTIONS)) await writeMarked(PAGE, name, section());
  return [...rows, ...spike];
}

async function main(folder: string): Promise<boolean> {
  const policies = policiesOf(folder);
  const rows = process.argv.includes('--update') ? await update(policies) : runAll(QUICK, [...DAYS, SPIKE], policies);
  const verdicts = claims(rows);
  verdicts.forEach(printVerdict);
  return printSummary(verdicts);
}

runLane('bench-regions', main);
