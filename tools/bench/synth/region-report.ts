import { REGIONS, regionCase, type Results } from './plan';
import { scaleTable, type ScaleRow } from './scale-table';

/** Number of resources by number of regions. */
export type RegionCounts = ReadonlyMap<number, number>;

/** What more regions cost, as Markdown. Rows that were not measured are left out. */
export function regionTables(results: Results, resources: RegionCounts): string {
  const measured = REGIONS.flatMap((number): ScaleRow[] => {
    const sample = results.of(regionCase(number));
    return sample ? [{ number, sample, resources: resources.get(number) ?? NaN }] : [];
  });
  const [first, ...others] = measured;
  if (!first) return '';
  const further = others.map((other) => {
    const share = (figure: (row: ScaleRow) => number) =>
      ((figure(other) - figure(first)) / (other.number - 1) / figure(first)).toFixed(2);
    return `- up to ${other.number} regions, each further one has ${share((row) => row.resources)} times the resources of the first, and costs ${share((row) => row.sample.work)} times the time of its constructs and synthesis`;
  });
  return [scaleTable('regions', measured), further.join('\n')].join('\n\n');
}
