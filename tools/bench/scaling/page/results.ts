import { HELD_OUT } from '../split';
import { REAL, WEB } from '../plan';
import type { Result } from '../run-experiments';
import type { Subjects } from '../subjects';
import type { Target } from '../targets';
import {
  doubtTable,
  fleetTable,
  subjectsTable,
  targetTable,
  traceTable,
  webTable,
  workerDoubtTable,
  workerTable,
} from './tables';

type Results = Readonly<Record<string, Result>>;

/** What the benchmark writes between its markers. */
export function resultsSection(results: Results, subjects: Subjects, targets: readonly Target[]): string {
  const { web } = subjects;
  const met = targets.filter((target) => target.met).length;
  const seeds = HELD_OUT.web.seeds.join(', ');
  return [
    `Written by \`npm run bench:scaling\`, from the templates that would be deployed: every policy under the same arrivals, on traffic that
nothing was tuned on (seeds ${seeds} of the shapes, and days of WorldCup98, Twitter and taxis of New York that are kept apart in
\`tools/bench/scaling/split.ts\`). A minute violates when more than 1 % of its requests are not answered within 500 ms. Cost is what all
tasks are billed for, over what an oracle that knows the future pays for none. All have the same limits, 2 to 2000 tasks (workers 1 to 500): with their
shipped maxima some would simply fail.`,
    picture('scaling-cost', 'Violating minutes against cost of every policy: the presets are on the lower left edge'),
    picture('scaling-flash', 'A flash crowd over time: the tasks that it needs, and those that each policy has'),
    '### Targets',
    `${met} of ${targets.length} are met. Where something is not as assumed, each limit is a quarter wider.`,
    targetTable(targets),
    '### Web services, shapes',
    webTable(results[WEB], web),
    '_over ideal_ is the cost over that of a sensor without any delay that violates as much; _too few_ and _too many_ are the elasticity metrics of the SPEC research group.',
    '### Web services, days that were',
    webTable(results[REAL], web),
    '### Web services, by traffic',
    traceTable(results[WEB], web),
    '### Small and large fleets',
    'Two of the seeds.',
    fleetTable(results, web),
    '### Workers',
    workerTable(results, subjects),
    '### When something is not as assumed',
    'Two of the seeds; the presets, and the four peers that violate least.',
    doubtTable(results, subjects),
    'The same of workers:',
    workerDoubtTable(results, subjects),
    '### Who takes part',
    subjectsTable(web),
    '### What is assumed, and what is uncertain',
    UNCERTAIN,
  ].join('\n\n');
}

function picture(name: string, text: string): string {
  return `<picture>
  <source media="(prefers-color-scheme: dark)" srcset="${name}-dark.svg">
  <img src="${name}.svg" alt="${text}" width="900">
</picture>`;
}

const UNCERTAIN = `- **Nothing ran on AWS.** The simulator is calibrated on one benchmark that AWS published (363 s and 86 s until tasks are added); delays of metrics of load
  balancers, of queues and of embedded metrics are assumed.
- AWS does not document how much target tracking gives back at once (a tenth is assumed, which favours those that use it), how long its low alarm looks back at 20 seconds,
  and whether a cooldown is of the policy or of the target. The tables above try both; none changes who wins.
- Nothing was tuned on what is judged here, but it was looked at more than once: seeds and days that nobody has seen would say more.
- Departures from the specification of the simulator, for peers and presets alike: the sawtooth rises for two fifths of its period, since a steeper one violated four times the
  minutes that were published for it; it has no days before it for forecasts to learn from; and late requests count in the minute in which they arrived. Quiet loads (600 requests and 40 messages a
  second) and the length of traces are choices of this benchmark.
- Shapes are written from their descriptions: parameters vary by a fifth from seed to seed, and traffic trembles by 6 % with a memory of a minute, as minutes of
  WorldCup98 do. Days that were are scaled to a mean of 600 requests a second, drawn smoothly through their counts, with the same trembling on top, although those of
  WorldCup98 tremble by themselves.
- One queue for each service: no task is busier than another. Nothing behind the tasks has a limit, no task dies from overload, none runs on Spot.
- Every task starts as fast: peers and presets have the same image, of the same size.
- The oracle bounds the cost of its own rule (nine tenths of what a task can, two standard deviations of the arrivals). The ideal sensor is one family of controllers, not a bound.
- What a task can (\`ratedRequestsPerSecond\`) is known for the presets, and for the peers that scale on requests.`;
