import type { StageSettings } from '../../lib';
import { money, type CostLine } from '../prices/lines';
import type { Estimate } from '../prices/estimate';
import { wrappedTable } from '../support/table';
import type { Choices } from './choices';
import type { Sized } from './sized';

const WIDTH = 110;
const GB = 1e9;

/** For people: what is needed, what differs from the stage, and what it costs. */
export function sizeText(sized: Sized, isIdle: boolean): string {
  const { sizing, workload, choices } = sized;
  const users = workload.assumptions.monthlyUsers;
  const parts = [
    `${count(users)} ${users === 1 ? 'user' : 'users'} a month: ${sizing.stage.name.toUpperCase()}`,
    pairs(needed(sized)),
    differences(sized),
    ...(sizing.notes.length > 0
      ? [`Beyond one platform:\n${sizing.notes.map((note) => `  - ${note}`).join('\n')}`]
      : []),
    costText(
      isIdle ? sized.idle : sized.used,
      isIdle ? 'A month in which nobody comes' : 'A month with these users, after a year',
    ),
    ...(isIdle ? [] : [`When nobody comes: ${money(sized.idle.dollars)} dollars (--idle shows the lines).`]),
    `Every figure follows from assumptions: ztm size --help names them, docs/growth.md says why they are what they are. Database ${choices.database}, cache ${choices.cache}.`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** For programs. Figures are not rounded. */
export function sizeJson({ workload, choices, sizing, idle, used }: Sized): string {
  const { demand, needs, stage, differences: changed, notes } = sizing;
  const document = {
    version: 1,
    workload: workload.assumptions,
    choices,
    stage: stage.name,
    demand,
    needs,
    settings: plain(stage.settings),
    differences: changed,
    notes,
    costs: { idle, used },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function needed({ sizing, choices }: Sized): [string, string][] {
  const { demand, stage } = sizing;
  const { webService, worker } = stage.settings;
  return [
    ['Users on a day', count(demand.dailyUsers)],
    [
      'Requests a second',
      `${count(demand.averageRequestsPerSecond)} on average, ${count(demand.peakRequestsPerSecond)} at the busiest time`,
    ],
    ['Web tasks', `${webService?.minTasks} to ${webService?.maxTasks}`],
    ['Database', database(stage.settings, choices)],
    ...(choices.cache === 'none' ? [] : [['Cache', cache(stage.settings, choices)] as [string, string]]),
    [
      'Queue',
      `${count(demand.peakJobsPerSecond)} jobs a second at the busiest time; ${worker?.minTasks} to ${worker?.maxTasks} tasks`,
    ],
    [
      'A year adds',
      `${size(demand.databaseBytesPerYear)} of data, ${size(demand.uploadBytesPerYear)} of uploads, ${size(demand.logBytesPerYear)} of logs`,
    ],
  ];
}

function database({ aurora, rds }: StageSettings, { database: engine }: Choices): string {
  const readers = (number = 0, most = number) =>
    most > number ? `${number} to ${most} readers` : `${number} ${number === 1 ? 'reader' : 'readers'}`;
  if (engine === 'aurora-postgres') {
    const { minCapacity, maxCapacity, readers: fewest, readerAutoscaling } = aurora ?? {};
    return `${minCapacity} to ${maxCapacity} capacity units an instance; ${readers(fewest, readerAutoscaling?.maxReaders)}`;
  }
  return `${rds?.instanceType?.toString()}, ${rds?.storage?.toGibibytes() ?? 20} GiB; ${readers(rds?.readers)}`;
}

function cache({ serverlessCache, nodeCache }: StageSettings, { cache: kind }: Choices): string {
  return kind === 'serverless'
    ? `up to ${count(serverlessCache?.maxDataGigabytes ?? 0)} GB and ${count(serverlessCache?.maxProcessingUnitsPerSecond ?? 0)} units a second`
    : `${nodeCache?.shards ?? 1} x ${nodeCache?.nodeType?.toString()}, with replicas`;
}

/** Of the database and the cache only the ones that are chosen. */
function differences({ sizing, choices }: Sized): string {
  const hidden = [
    choices.database === 'aurora-postgres' ? 'rds.' : 'aurora.',
    ...(choices.cache === 'serverless'
      ? ['nodeCache.']
      : choices.cache === 'nodes'
        ? ['serverlessCache.']
        : ['nodeCache.', 'serverlessCache.']),
  ];
  const rows = sizing.differences
    .filter(({ setting }) => !hidden.some((group) => setting.startsWith(group)))
    .map(({ setting, preset, value }): [string, string] => [setting, `${preset} becomes ${value}`]);
  return rows.length > 0 ? `More than the stage has:\n${pairs(rows)}` : 'The stage has enough of everything.';
}

function costText({ lines, unknown, dollars, region, compiled }: Estimate, title: string): string {
  const known = lines.filter((line) => !unknown.includes(line));
  const cells = [...known.map(cellsOf), ['Sum', '', money(dollars)]];
  const widest = Math.max(...cells.map(([, , last]) => last.length));
  const rows = cells.map(([first, second, last]) => [first, second, last.padStart(widest)]);
  return [
    `${title}, at list prices of ${region} of ${compiled}, without free tiers and taxes:`,
    '',
    wrappedTable(['Line', 'Arithmetic', 'Dollars'.padStart(widest)], rows, WIDTH),
    ...(unknown.length === 0
      ? []
      : ['', 'Not in the sum:', ...unknown.map((line) => `  - ${line.title}: ${line.arithmetic}`)]),
  ].join('\n');
}

function cellsOf({ title, arithmetic, dollars = 0 }: CostLine): [string, string, string] {
  return [title, arithmetic, money(dollars)];
}

function pairs(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
}

/** Whole numbers from 10 on, two digits below. */
function count(number: number): string {
  return (number >= 10 ? Math.round(number) : Number(number.toPrecision(2))).toLocaleString('en-US', {
    maximumFractionDigits: 6,
  });
}

function size(bytes: number): string {
  return bytes >= 1000 * GB ? `${count(bytes / GB / 1000)} TB` : `${count(bytes / GB)} GB`;
}

/** Settings of numbers, words and names: classes as what they stand for. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const some = value as { toGibibytes?: () => number; toMinutes?: () => number };
  if (some.toGibibytes) return `${some.toGibibytes()} GiB`;
  const { name } = value.constructor;
  if (name === 'InstanceType') return (value as { toString(): string }).toString();
  if (name !== 'Object') return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
