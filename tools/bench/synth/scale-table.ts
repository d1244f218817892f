import { markdownTable } from '../../support/markdown-table';
import { FIGURES, figures } from './figures';
import type { Sample } from './measure';

/** What so many of something come to. */
export interface ScaleRow {
  readonly number: number;
  readonly sample: Sample;
  readonly resources: number;
}

/** What more of something costs, as Markdown. */
export function scaleTable(things: string, rows: readonly ScaleRow[]): string {
  return markdownTable(
    [things, 'resources', ...FIGURES, 'ms for 100 resources'],
    rows.map(({ number, sample, resources }) => [
      String(number),
      String(resources),
      ...figures(sample),
      ((sample.work / resources) * 100).toFixed(0),
    ]),
    0,
  );
}
