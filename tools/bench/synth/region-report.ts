import { markdownTable } from '../../support/markdown-table';
import { REGIONS, regionCase, type Results } from './plan';

/** Number of resources by number of regions. */
export type RegionCounts = ReadonlyMap<number, number>;

/** What more regions cost, as Markdown. Rows that were not measured are left out. */
export function regionTables(results: Results, resources: RegionCounts): string {
  const measured = REGIONS.flatMap((regions) => {
    const sample = results.of(regionCase(regions));
    return sample ? [{ regions, sample, resources: resources.get(regions) ?? NaN }] : [];
  });
  const [first, ...others] = measured;
  if (!first) return '';
  const rows = measured.map(({ regions, sample, resources: count }) => [
    String(regions),
    String(count),
    seconds(sample.wall),
    seconds(sample.cpu),
    seconds(sample.work),
    sample.memory.toFixed(0),
    ((sample.work / count) * 100).toFixed(0),
  ]);
  const further = others.map(({ regions, sample, resources: count }) => {
    const share = (figure: (one: typeof first) => number) =>
      ((figure({ regions, sample, resources: count }) - figure(first)) / (regions - 1) / figure(first)).toFixed(2);
    return `- up to ${regions} regions, each further one has ${share((one) => one.resources)} times the resources of the first, and costs ${share((one) => one.sample.work)} times the time of its constructs and synthesis`;
  });
  return [markdownTable(HEADER, rows, 0), further.join('\n')].join('\n\n');
}

const HEADER = [
  'regions',
  'resources',
  'wall, s',
  'CPU, s',
  'constructs and synthesis alone, s',
  'peak memory, MiB',
  'ms for 100 resources',
];

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2);
}
