import { cpus } from 'node:os';
import { FIGURES, figures, seconds } from './figures';
import { GROWTH, REFERENCE, SUBJECTS, type Results } from './plan';
import { regionTables, type RegionCounts } from './region-report';
import { shardTable, type ShardRow } from './shards';

type Subject = (typeof SUBJECTS)[number];

/** How many resources each subject has, by number of services, and the reference app by number of regions. */
export interface ResourceCounts {
  readonly services: ReadonlyMap<number, Readonly<Record<Subject, number>>>;
  readonly regions: RegionCounts;
}

/** Where and when it was measured. */
export interface Circumstances {
  readonly rounds: number;
  readonly date: string;
  readonly commit: string;
}

/** The most that the app alone may take, as a multiple of the floor. */
export const TARGET = 1.5;

const NAMES: Readonly<Record<Subject, string>> = {
  ours: 'zero-to-millions',
  floor: 'the same as L1s (floor)',
  patterns: 'aws-ecs-patterns',
};

/** The tables, as Markdown. Rows that were not measured are left out. */
export function tables(results: Results, counts: ResourceCounts, shards: readonly ShardRow[]): string {
  return [
    `### The reference app: a web service and a worker`,
    referenceTable(results),
    '### Growth',
    growthTable(results, counts),
    '```text',
    chart(results),
    '```',
    linearity(results),
    '### Regions: the reference app at stage scale, and at global in several',
    regionTables(results, counts.regions),
    '### Shards: the reference app in three regions',
    shardTable(shards),
  ].join('\n\n');
}

/** The ratio that the target is about. */
export function ratioToFloor(results: Results): number {
  const [ours, floor] = (['ours', 'floor'] as const).map((subject) =>
    results.of({ subject, services: REFERENCE, cli: false, validation: false }),
  );
  return (ours?.wall ?? NaN) / (floor?.wall ?? NaN);
}

function referenceTable(results: Results): string {
  const rows = [false, true].flatMap((cli) =>
    [false, true].flatMap((validation) => {
      const samples = SUBJECTS.map((subject) => results.of({ subject, services: REFERENCE, cli, validation }));
      const [ours, floor] = samples;
      if (!ours || !floor) return [];
      const name = `${cli ? '`cdk synth -q`' : 'app alone'}, validation ${validation ? 'on' : 'off'}`;
      return SUBJECTS.map((subject, index) => {
        const sample = samples[index] ?? floor;
        return row(
          index === 0 ? name : '',
          NAMES[subject],
          ...figures(sample),
          ratio(sample.wall, floor.wall),
          ratio(sample.cpu, floor.cpu),
          ratio(sample.memory, floor.memory),
        );
      });
    }),
  );
  return [
    row('what', 'who', ...FIGURES, 'wall / floor', 'CPU / floor', 'memory / floor'),
    row('---', '---', ...Array.from({ length: 7 }, () => '---:')),
    ...rows,
  ].join('\n');
}

function growthTable(results: Results, counts: ResourceCounts): string {
  const rows = GROWTH.flatMap((services) => {
    const floor = results.of({ subject: 'floor', services, cli: false, validation: false });
    if (!floor) return [];
    return SUBJECTS.map((subject, index) => {
      const sample = results.of({ subject, services, cli: false, validation: false }) ?? floor;
      const resources = counts.services.get(services)?.[subject] ?? NaN;
      return row(
        index === 0 ? String(services) : '',
        NAMES[subject],
        String(resources),
        ...figures(sample),
        ((sample.work / resources) * 100).toFixed(0),
        ratio(sample.wall, floor.wall),
        ratio(sample.cpu, floor.cpu),
      );
    });
  });
  return [
    row('services', 'who', 'resources', ...FIGURES, 'ms for 100 resources', 'wall / floor', 'CPU / floor'),
    row('---:', '---', ...Array.from({ length: 8 }, () => '---:')),
    ...rows,
  ].join('\n');
}

const CHART_WIDTH = 60;

/** Bars of the time of the app alone. */
function chart(results: Results): string {
  const bars = GROWTH.flatMap((services) =>
    SUBJECTS.flatMap((subject) => {
      const sample = results.of({ subject, services, cli: false, validation: false });
      return sample ? [{ label: `${String(services).padStart(2)}  ${subject.padEnd(8)}`, wall: sample.wall }] : [];
    }),
  );
  const longest = Math.max(...bars.map(({ wall }) => wall));
  return bars
    .map(({ label, wall }) => `${label} ${'#'.repeat(Math.round((wall / longest) * CHART_WIDTH))} ${seconds(wall)} s`)
    .join('\n');
}

/** How much a service costs, and whether the sixteenth costs more than the fourth. */
function linearity(results: Results): string {
  return SUBJECTS.map((subject) => {
    const cpu = (services: number) => results.of({ subject, services, cli: false, validation: false })?.cpu ?? NaN;
    const [few = NaN, some = NaN, many = NaN] = GROWTH;
    const perService = (from: number, to: number) => (cpu(to) - cpu(from)) / (to - from);
    const later = perService(some, many) / perService(few, some);
    const linear = Number.isFinite(later)
      ? `; from ${some} to ${many}, ${later.toFixed(2)} times what it costs from ${few} to ${some}`
      : '';
    return `- ${NAMES[subject]}: ${perService(few, many).toFixed(0)} ms of CPU for each further service${linear}`;
  }).join('\n');
}

function ratio(one: number, other: number): string {
  return (one / other).toFixed(2);
}

function row(...cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The page `docs/performance.md`. */
export function page(
  results: Results,
  counts: ResourceCounts,
  shards: readonly ShardRow[],
  { rounds, date, commit }: Circumstances,
): string {
  const text = `
# Performance of synthesis

Written by \`npm run bench:synth\`, on ${date} at commit ${commit}, with ${cpus().length} cores and Node ${process.versions.node}: medians of
${rounds} interleaved rounds after one that does not count. Seconds depend on the machine; ratios, taken in one run, hardly do.

${tables(results, counts, shards)}

## What is measured

- **zero-to-millions**: the reference app, compiled as it is published.
- **the floor**: an app that the command writes from the templates of the former, with the very same stacks and resources as raw
  L1s, logical ids and properties included (the command compares them). Whoever uses CDK cannot be faster.
- **aws-ecs-patterns**: the same services, database, sessions, uploads and distribution with aws-ecs-patterns and the L2s, from
  defaults. It makes fewer resources: no alarms, no dashboards, no cache, no roles with policies of their own.
- **app alone** is \`node app.js\` without the CLI, from the start of the process to its end. \`cdk synth -q\` starts the CLI, which starts the
  app. *Constructs and synthesis alone* leaves out the start of Node and the loading of modules.
- **CPU** is the processor time of all processes: the figure to go by on a machine that does something else as well. **Peak
  memory** is the sum of the peaks of all processes.
- **Validation** is CloudFormation Validate, built into CDK; \`CDK_VALIDATION=false\` or \`cdk synth --no-validation\` switches it off.

The target is that the app alone takes at most ${TARGET} times as long as the floor, and that it grows linearly: ${ratioToFloor(results).toFixed(2)} in this run.
`;
  return text.trimStart();
}
