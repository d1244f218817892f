import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DARK, LIGHT, type Theme } from '../../review/diagram/theme';
import { CONDITIONS, WEB as APPLICATION } from '../../simulate/defaults';
import { simulate } from '../../simulate/engine';
import { trace } from '../../simulate/traces';
import { costChart } from './charts/cost-chart';
import { flashChart, type Flash } from './charts/flash-chart';
import { cost, type Figures } from './figures';
import { DEFAULT } from './ours';
import { WEB } from './plan';
import type { Result } from './run-experiments';
import { HELD_OUT } from './split';
import type { Subjects } from './subjects';

const THEMES: Readonly<Record<string, Theme>> = { '': LIGHT, '-dark': DARK };

/** Minutes that are shown before the crowd comes, and after. */
const [BEFORE, AFTER] = [3, 40];

/** Who is shown in the flash crowd: the default, and one of each kind of peer. */
const SHOWN = [DEFAULT, 'AWS, best mix', 'AWS, 20 s CPU', 'aws-ecs-patterns', 'SST'];

/** Draws the pictures of the page, for light pages and for dark ones. */
export function writePictures(folder: string, results: Readonly<Record<string, Result>>, subjects: Subjects): void {
  const { services, ideal } = results[WEB];
  const dots = subjects.web.map(({ name, isOurs }) => ({ name, isOurs, ...pointOf(services[name]) }));
  const flash = flashOf(subjects);
  for (const [suffix, theme] of Object.entries(THEMES)) {
    writeFileSync(join(folder, `scaling-cost${suffix}.svg`), costChart(dots, ideal.map(pointOf), theme));
    writeFileSync(join(folder, `scaling-flash${suffix}.svg`), flashChart(flash, theme));
  }
}

function pointOf(figures: Figures) {
  return { cost: cost(figures), violatingMinutes: figures.violatingMinutes };
}

/** The flash crowd of the last seed that is held out. */
function flashOf(subjects: Subjects): Flash {
  const seed = HELD_OUT.web.seeds[HELD_OUT.web.seeds.length - 1];
  const traffic = trace('flash10x', { seed });
  const comes = traffic.rate.findIndex((rate) => rate > 1.5 * traffic.rate[0]);
  const window = [comes - 60 * BEFORE, comes + 60 * AFTER] as const;
  return {
    before: 60 * BEFORE,
    demand: [...traffic.rate.subarray(...window)],
    lines: SHOWN.map((name) => {
      const subject = subjects.web.find((one) => one.name === name);
      if (!subject) throw new Error(`${name} takes no part in the comparison`);
      const options = { seed, application: APPLICATION, conditions: CONDITIONS, keepSeries: true };
      const { series, violatingMinutes } = simulate(subject.service, traffic, options);
      const serving = series?.serving.subarray(...window) ?? [];
      const capacity = Array.from(serving, (tasks) => tasks * APPLICATION.ratedCapacity);
      return { name, isOurs: subject.isOurs, violatingMinutes, capacity };
    }),
  };
}
