import { join } from 'node:path';
import { printSummary, printVerdict, runLane, type Verdict } from '../../support/lane';
import { progress } from '../../support/progress';
import { writeMarked } from '../../support/write-marked';
import { claims } from './claims';
import { resultsSection } from './page/results';
import { writePictures } from './pictures';
import { fullPlan, quickPlan } from './plan';
import { runExperiments } from './run-experiments';
import { synthesizeSubjects } from './subjects';
import { judge } from './targets';

const FOLDER = 'docs';
const PAGE = join(FOLDER, 'scaling.md');

/** Compares, judges the targets, writes the page and its pictures, and says whether what it claims holds. */
async function full(folder: string): Promise<boolean> {
  const subjects = synthesizeSubjects(folder);
  progress(`synthesized ${subjects.web.length} web services and their workers`);
  const results = await runExperiments(fullPlan(subjects));
  const targets = judge(results, subjects);
  for (const { name, on, figure, met } of targets)
    console.log(`${met ? 'met   ' : 'missed'} ${on}: ${name}: ${figure}`);
  writePictures(FOLDER, results, subjects);
  await writeMarked(PAGE, 'bench:scaling', resultsSection(results, subjects, targets));
  return judged(claims(results, subjects));
}

/** Compares on less, and says whether what the page claims still holds; writes nothing. */
async function quick(folder: string): Promise<boolean> {
  const subjects = synthesizeSubjects(folder);
  progress(`synthesized ${subjects.web.length} web services and their workers`);
  return judged(claims(await runExperiments(quickPlan(subjects)), subjects));
}

function judged(verdicts: readonly Verdict[]): boolean {
  verdicts.forEach(printVerdict);
  return printSummary(verdicts);
}

runLane('bench-scaling', (folder) => (process.argv.includes('--quick') ? quick(folder) : full(folder)));
