import { markdownTable } from '../../support/markdown-table';
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
    [
      things,
      'resources',
      'wall, s',
      'CPU, s',
      'constructs and synthesis alone, s',
      'peak memory, MiB',
      'ms for 100 resources',
    ],
    rows.map(({ number, sample, resources }) => [
      String(number),
      String(resources),
      seconds(sample.wall),
      seconds(sample.cpu),
      seconds(sample.work),
      sample.memory.toFixed(0),
      ((sample.work / resources) * 100).toFixed(0),
    ]),
    0,
  );
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2);
}
