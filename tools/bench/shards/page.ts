import { barChart } from '../service/chart';
import type { Theme } from '../../review/diagram/theme';
import { markdownTable } from '../../support/markdown-table';
import { median } from '../service/statistics';
import { overheadOf, scaleOf, type Figures, type Round } from './claims';
import { CLIENTS, DELAY, NEAR, POOL } from './plan';

export const PICTURE = 'shards-throughput';

const TITLE = 'Writes a second with 1, 2 and 4 shards';

/** Writes a second by the number of shards. */
export function throughputChart({ throughput }: Figures, theme: Theme): string {
  const bars = throughput.map(({ shards, perSecond }) => ({ label: shardsText(shards), value: perSecond }));
  return barChart({ name: PICTURE, title: TITLE, unit: 'writes a second', bars }, theme);
}

/** What stands between the markers of the page. */
export function section(figures: Figures, cores: number): string {
  const scale = scaleOf(figures.throughput);
  return [
    `Measured on ${cores} cores that clients and databases share. Each shard is behind a proxy that delays everything by ${DELAY} ms each way, and has a pool of ${POOL} connections: so it is the connections of a shard that are short, and not this machine. ${CLIENTS} clients for each shard write again when they are answered, to keys that are all asked for alike. This proves that routing adds nothing that shards would share; it says nothing about how much PostgreSQL writes.`,
    markdownTable(
      ['shards', 'writes a second', 'times one shard'],
      figures.throughput.map(({ shards, perSecond }) => [
        String(shards),
        perSecond.toFixed(0),
        (scale.get(shards) ?? NaN).toFixed(2),
      ]),
    ),
    `<picture>
  <source media="(prefers-color-scheme: dark)" srcset="${PICTURE}-dark.svg">
  <img src="${PICTURE}.svg" alt="${TITLE}" width="900">
</picture>`,
    `A read of one row by its key, one after another and the two in turn, in ${figures.rounds.length} rounds, over a line of ${NEAR} ms each way as between two zones: ${readText(figures.rounds)}. On the loopback, where there is no way to a database at all: ${readText(figures.loopback)}.`,
  ].join('\n\n');
}

function readText(rounds: readonly Round[]): string {
  const [router, pool] = [rounds.map((round) => round.router), rounds.map((round) => round.pool)];
  return `${micro(median(router))} µs through the router and ${micro(median(pool))} µs through a pool of the same driver, which is **${(100 * overheadOf(rounds)).toFixed(1)} %** more (the median of the rounds)`;
}

/** The same on a terminal. */
export function summary({ throughput, rounds, loopback }: Figures): (string | number)[][] {
  const scale = scaleOf(throughput);
  return [
    ['', 'writes a second', 'times one shard'],
    ...throughput.map(({ shards, perSecond }) => [
      shardsText(shards),
      perSecond.toFixed(0),
      (scale.get(shards) ?? NaN).toFixed(2),
    ]),
    ['overhead of the router, %', (100 * overheadOf(rounds)).toFixed(1), ''],
    ['the same on the loopback, %', (100 * overheadOf(loopback)).toFixed(1), ''],
  ];
}

function shardsText(shards: number): string {
  return shards === 1 ? '1 shard' : `${shards} shards`;
}

function micro(milliseconds: number): string {
  return (1000 * milliseconds).toFixed(0);
}
