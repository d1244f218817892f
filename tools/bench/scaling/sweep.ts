import type { DeployedService } from '../../simulate/model';
import { runLane } from '../../support/lane';
import { table } from '../../support/table';
import { webExperiment, workerExperiment, type Variation } from './experiment';
import { badPercent, cost, type Figures } from './figures';
import { runExperiments } from './run-experiments';
import { TUNING } from './split';
import { servicesBy, synthesizeSubjects } from './subjects';

/** What variants are tuned on: shapes, days that were, or queues with an objective for the age of messages. */
export type TuningSuite = 'web' | 'real' | { readonly objectiveSeconds: number };

/**
 * Runs variants of services on what may be tuned on, on all cores, and prints violating minutes, cost over the oracle and the worst
 * episode of each. A variant is a service whose steps, thresholds, formula or cooldowns were changed.
 */
export async function score(
  variants: Readonly<Record<string, DeployedService>>,
  suite: TuningSuite = 'web',
  variation: Variation = {},
): Promise<Readonly<Record<string, Figures>>> {
  const experiment =
    typeof suite === 'string'
      ? webExperiment('tuning', TUNING[suite], variants, variation)
      : workerExperiment('tuning', TUNING.worker, variants, suite.objectiveSeconds, variation);
  const { tuning } = await runExperiments([experiment]);
  const rows = Object.entries(tuning.services).map(([name, figures]) => [
    name,
    figures.violatingMinutes,
    badPercent(figures).toFixed(2),
    cost(figures).toFixed(3),
    figures.worstMinutes,
    figures.actions,
  ]);
  console.log(table([['variant', 'violating min', 'bad %', 'cost / oracle', 'worst min', 'actions'], ...rows]));
  const traces = Object.entries(tuning.byTrace);
  const line = (name: string) => traces.map(([, figures]) => shown(figures[name]));
  console.log(
    table([
      ['by trace', ...traces.map(([name]) => name)],
      ...Object.keys(variants).map((name) => [name, ...line(name)]),
    ]),
  );
  return tuning.services;
}

function shown(figures: Figures): string {
  return `${figures.violatingMinutes} @ ${cost(figures).toFixed(2)}`;
}

async function main(folder: string): Promise<boolean> {
  const { web, workers } = synthesizeSubjects(folder);
  const suites: TuningSuite[] = ['web', 'real', { objectiveSeconds: 60 }, { objectiveSeconds: 300 }];
  for (const suite of suites) {
    console.log(`\n${typeof suite === 'string' ? suite : `workers, ${suite.objectiveSeconds} s`}`);
    await score(servicesBy(typeof suite === 'string' ? web : workers(suite.objectiveSeconds)), suite);
  }
  return true;
}

if (require.main === module) runLane('sweep', main);
