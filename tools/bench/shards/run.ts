import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DARK, LIGHT } from '../../review/diagram/theme';
import { printSummary, printVerdict, runLane } from '../../support/lane';
import { table } from '../../support/table';
import { writeMarked } from '../../support/write-marked';
import { claims, type Figures } from './claims';
import { measure } from './measure';
import { PICTURE, section, summary, throughputChart } from './page';
import { FULL, QUICK } from './plan';

const FOLDER = 'docs';

const { values } = parseArgs({
  options: {
    /** Writes figures and charts into the page. */
    update: { type: 'boolean', default: false },
    /** Measures for a shorter time. */
    quick: { type: 'boolean', default: false },
  },
});

/** `npm run bench:shards`: what routing adds, and what it keeps apart. */
async function main(): Promise<boolean> {
  if (values.update && values.quick) throw new Error('--update must be without --quick: its figures say less');
  const figures = await measure(values.quick ? QUICK : FULL);
  console.log(`\n${table(summary(figures))}\n`);
  if (values.update) await write(figures);
  const verdicts = claims(figures);
  verdicts.forEach(printVerdict);
  return printSummary(verdicts);
}

async function write(figures: Figures): Promise<void> {
  writeFileSync(join(FOLDER, `${PICTURE}.svg`), throughputChart(figures, LIGHT));
  writeFileSync(join(FOLDER, `${PICTURE}-dark.svg`), throughputChart(figures, DARK));
  await writeMarked(join(FOLDER, 'sharding.md'), 'bench:shards', section(figures, availableParallelism()));
}

runLane('bench-shards', () => main());
