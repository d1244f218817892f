import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DARK, LIGHT, type Theme } from '../../review/diagram/theme';
import { barChart, short, type BarChart } from './chart';
import type { Figures, Overhead } from './figures';
import { CLIENTS, PER_INSTANCE, POSTS } from './plan';

const THEMES: Readonly<Record<string, Theme>> = { '': LIGHT, '-dark': DARK };

/** The pictures of the page. */
export function charts({ requests, cpu, processed }: Figures): BarChart[] {
  const times = [...requests, { name: 'post until processed', latency: processed }];
  return [
    {
      name: 'service-rates',
      title: 'Requests a second that one machine sustains',
      unit: 'requests a second',
      bars: requests.map(({ name, perSecond }) => ({ label: name, value: perSecond })),
    },
    {
      name: 'service-latencies',
      title: 'Latency at half of that rate',
      unit: 'milliseconds',
      series: ['p50', 'p99'],
      bars: times.flatMap(({ name, latency: { p50, p99 } }) => [
        { label: name, value: p50, series: 0 },
        { label: name, value: p99, series: 1 },
      ]),
    },
    {
      name: 'service-cpu',
      title: 'CPU time of a request, with one instance, two and three',
      unit: 'milliseconds',
      bars: cpu.map((value, index) => ({ label: instances(index + 1), value })),
    },
  ];
}

/** Draws the pictures, for light pages and for dark ones. */
export function writeCharts(folder: string, figures: Figures): void {
  for (const chart of charts(figures)) {
    for (const [suffix, theme] of Object.entries(THEMES)) {
      writeFileSync(join(folder, `${chart.name}${suffix}.svg`), barChart(chart, theme));
    }
  }
}

/** What stands between the markers of the page. */
export function section(figures: Figures, cores: number): string {
  const pictures = charts(figures).map(
    ({ name, title }) => `<picture>
  <source media="(prefers-color-scheme: dark)" srcset="${name}-dark.svg">
  <img src="${name}.svg" alt="${title}" width="900">
</picture>`,
  );
  return [
    conditions(cores),
    requestTable(figures),
    processing(figures),
    cpuTable(figures),
    overheadText(figures.overhead),
    ...pictures,
  ].join('\n\n');
}

/** The same on a terminal. */
export function summary({ requests, cpu, overhead, processed }: Figures): (string | number)[][] {
  return [
    ['', 'per second', 'p50 ms', 'p99 ms'],
    ...requests.map(({ name, perSecond, latency: { p50, p99 } }) => [name, short(perSecond), short(p50), short(p99)]),
    ['post until processed', '', short(processed.p50), short(processed.p99)],
    ...cpu.map((value, index) => [`CPU ms a request, ${instances(index + 1)}`, short(value), '', '']),
    ['CPU of a bare handler, ms', short(overhead.cpu.bare), '', ''],
    ['CPU of the service, ms', short(overhead.cpu.service), '', ''],
  ];
}

function conditions(cores: number): string {
  return `Measured on ${cores} cores that clients, service and engines share, through the caching proxy and the load balancer, with 3 web instances and 2 workers. Rates are what ${CLIENTS} clients get that ask again when they are answered. Latencies are measured at about half of that rate, with arrivals that do not wait for answers (Poisson); they count from the moment at which a request was due. Feeds have 30 photos. \`cached\` includes the misses after each 10 seconds; \`primary\` is measured with both replicas stopped.`;
}

function requestTable({ requests }: Figures): string {
  return [
    '| request | a second | p50, ms | p99, ms |',
    '| --- | ---: | ---: | ---: |',
    ...requests.map(
      ({ name, perSecond, latency: { p50, p99 } }) =>
        `| ${name} | ${short(perSecond)} | ${short(p50)} | ${short(p99)} |`,
    ),
  ].join('\n');
}

function processing({ processed: { p50, p99 } }: Figures): string {
  return `From POST until the thumbnail is written down, at ${POSTS} posts a second: p50 ${short(p50)} ms, p99 ${short(p99)} ms.`;
}

function cpuTable({ cpu }: Figures): string {
  return [
    `CPU time that web instances spend on a request, at ${PER_INSTANCE} requests a second for each instance, a fifth of them posts, in rounds that alternate. Instances share nothing but the engines, so it should stay the same:`,
    [
      '| instances | CPU a request, ms |',
      '| --- | ---: |',
      ...cpu.map((value, index) => `| ${index + 1} | ${short(value)} |`),
    ].join('\n'),
  ].join('\n\n');
}

function overheadText({ cpu, perSecond }: Overhead): string {
  return `Beside a bare handler (\`node:http\`, the same query on the same replicas, nothing else), asked directly in rounds that alternate, one instance uses **${(cpu.service / cpu.bare).toFixed(2)} times** the CPU for a feed from a replica (${short(cpu.service)} and ${short(cpu.bare)} ms), and sustains ${(perSecond.service / perSecond.bare).toFixed(2)} times its rate (${short(perSecond.service)} and ${short(perSecond.bare)} a second): what it takes to know who asks, to validate, to choose a replica that is well, to count and to write a log.`;
}

function instances(number: number): string {
  return number === 1 ? '1 instance' : `${number} instances`;
}
