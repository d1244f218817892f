import { barChart, type BarChart } from '../bench/service/chart';
import type { Theme } from '../review/diagram/theme';
import { markdownTable } from '../support/markdown-table';
import type { ShardReport } from './drill';
import { histogramOf, medianPause } from './judge/pauses';

/** Drills with their figures, as a table of Markdown. */
export function drillsTable(reports: readonly ShardReport[]): string {
  const heading = [
    'drill',
    'keys',
    'slots moved',
    'took',
    'requests',
    'failed: reads, writes',
    'apart, failed',
    'writes lost, doubled',
    'on two shards',
    'reads too old',
    'writes held up',
    'pause: p50, longest',
    'p95',
    'met',
  ];
  return markdownTable(heading, reports.map(row), 2);
}

/** How long writes to moving slots paused over all drills. */
export function pausesChart(reports: readonly ShardReport[], theme: Theme): string {
  const chart: BarChart = {
    name: 'shards-pauses',
    title: 'Pauses of writes to moving slots, over all drills',
    unit: 'writes',
    bars: histogramOf(pausesOf(reports)).map(({ label, count }) => ({ label, value: count })),
  };
  return barChart(chart, theme);
}

export function pausesOf(reports: readonly ShardReport[]): number[] {
  return reports.flatMap(({ seen }) => seen.pauses);
}

/** One line for the terminal. */
export function line(report: ShardReport): string {
  const { drill, seen, comparison, slotsMoved, moveSeconds, stolen } = report;
  return (
    `${drill.name} (${drill.skew} keys): ${slotsMoved} slots in ${moveSeconds.toFixed(1)} s, ${seen.readErrors} reads and ${seen.writeErrors} writes of ${seen.requests} requests failed` +
    (seen.apart.requests === 0 ? '' : `, ${seen.apart.errors} of ${seen.apart.requests} that needed what was killed`) +
    `, lost ${comparison.lost.length}, doubled ${comparison.doubled.length}, on two shards ${report.onTwoShards}, ${seen.stale} reads too old, ` +
    `${seen.pauses.length} writes held up (p50 ${milliseconds(medianPause(seen.pauses))}), longest ${milliseconds(seen.longestWrite)}, p95 ${milliseconds(seen.p95)}, ${Math.round(100 * stolen)} % of the processors stolen`
  );
}

function row({ drill, seen, comparison, slotsMoved, moveSeconds, onTwoShards, problems }: ShardReport): string[] {
  return [
    drill.name,
    drill.skew,
    slotsMoved.toLocaleString('en'),
    `${moveSeconds.toFixed(1)} s`,
    seen.requests.toLocaleString('en'),
    `${seen.readErrors}, ${seen.writeErrors}`,
    seen.apart.requests === 0 ? '-' : `${seen.apart.requests}, ${seen.apart.errors}`,
    `${comparison.lost.length}, ${comparison.doubled.length}`,
    String(onTwoShards),
    String(seen.stale),
    String(seen.pauses.length),
    `${milliseconds(medianPause(seen.pauses))}, ${milliseconds(seen.longestWrite)}`,
    milliseconds(seen.p95),
    problems.length === 0 ? 'yes' : '**no**',
  ];
}

function milliseconds(value: number): string {
  return `${Math.round(value)} ms`;
}
