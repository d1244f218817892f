import { RegionMode } from '../../../lib/contract/region-plan';
import { markdownTable } from '../../support/markdown-table';
import { nameOf, type Row } from './experiment';
import type { LossResult } from './loss';
import { OURS, REACTIVE_50, type Policy } from './policies';
import { WHOLE, type Scenario } from './world';

/** What the command writes of its simulations. */
export function simulationSection(rows: readonly Row[], spike: readonly Row[], policies: readonly Policy[]): string {
  return [
    `Written by \`npm run bench:regions -- --update\`. Home is lost in its busiest minute, on days that were (${days(rows)}) scaled to ${WHOLE.toLocaleString('en-US')} requests a second in all regions together. Until its traffic is routed
elsewhere, after the seconds of the budget for detecting, deciding and routing (and scaling, where a standby of ours is scaled up first), its viewers' requests fail whatever the policy is: they are counted apart. A minute violates when more than 1 % of
its requests are not answered within 500 ms; _back after_ is how long after routing a whole minute begins that does not. An hour after routing is judged. _Cost_ is what all regions are billed for on such a day without a loss, over what those who know the future
would pay without any reserve.`,
    `<picture>
  <source media="(prefers-color-scheme: dark)" srcset="regions-loss-dark.svg">
  <img src="regions-loss.svg" alt="Requests that come to the neighbour of a lost region, and what its tasks could answer with each policy" width="900">
</picture>`,
    `Three regions, each at its own time of day, ${rows[0].day}.`,
    markdownTable(
      ['policy', 'what it is'],
      policies.map(({ name, what, isOurs }) => [bold(name, isOurs), what]),
      2,
    ),
    `Violating minutes after routing, seconds until they are over, and cost, each the mean of the days:`,
    lossTable(rows, policies),
    'Requests that failed before routing, of all policies, since their viewers had nowhere to go; a standby of ours is routed to later than the others, because it is scaled up first:',
    failedTable(rows),
    `The same on a day with a peak that nobody expects (${spike[0].day}), for whose height nobody would keep tasks all day: what it costs to have them nevertheless.`,
    lossTable(spike, policies),
    `What it says: floors and the room in what a task is rated for leave no violating minute after routing, and cost ${costOver(rows, OURS, REACTIVE_50)} times what target tracking of half of the CPU does. That violates for at most ${worst(rows, REACTIVE_50, 'together')} minutes where all regions have one time of day, and for up to ${worst(rows, REACTIVE_50, 'apart')} where they have not. Headroom of half as much again does not carry an equal neighbour at its peak, however few violate with more regions that share; a high target, and a standby that nothing scales up before traffic comes, fail for minutes.`,
    CAVEATS,
  ].join('\n\n');
}

function lossTable(rows: readonly Row[], policies: readonly Policy[]): string {
  return markdownTable(
    ['regions: min, back after @ cost', ...policies.map(({ name, isOurs }) => bold(name, isOurs))],
    grouped(rows).map(([name, group]) => [
      name,
      ...policies.map((policy) => cell(group.map((row) => row.results[policy.name]))),
    ]),
  );
}

function failedTable(rows: readonly Row[]): string {
  const [first] = Object.keys(rows[0].results);
  return markdownTable(
    ['regions', 'routed after', 'failed', 'ours: routed after', 'ours: failed'],
    grouped(rows).map(([name, group]) => [
      name,
      ...[first, 'ours'].flatMap((policy) => {
        const results = group.map((row) => row.results[policy]);
        return [
          `${mean(results, ({ routedAfter }) => routedAfter).toFixed(0)} s`,
          thousands(mean(results, ({ failed }) => failed)),
        ];
      }),
    ]),
  );
}

function cell(results: readonly LossResult[]): string {
  const minutes = mean(results, ({ violatingMinutes }) => violatingMinutes);
  const seconds = mean(results, ({ recoverySeconds }) => recoverySeconds);
  const cost = mean(results, ({ taskHours, neededHours }) => taskHours / neededHours);
  return `${round(minutes)}, ${seconds.toFixed(0)} s @ ${cost.toFixed(2)}`;
}

/** What one policy costs over another, the mean of all rows. */
function costOver(rows: readonly Row[], name: string, other: string): string {
  const ratios = rows.map(({ results }) => results[name].taskHours / results[other].taskHours);
  return (ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length).toFixed(1);
}

/** The most violating minutes of a policy in active regions at one time of day, or each at its own: the mean of the days. */
function worst(rows: readonly Row[], name: string, place: Scenario['place']): string {
  const own = rows.filter(({ scenario }) => scenario.place === place && scenario.mode === RegionMode.ACTIVE_ACTIVE);
  const means = grouped(own).map(([, group]) =>
    mean(
      group.map(({ results }) => results[name]),
      ({ violatingMinutes }) => violatingMinutes,
    ),
  );
  return round(Math.max(...means));
}

function grouped(rows: readonly Row[]): [string, Row[]][] {
  const names = [...new Set(rows.map(({ scenario }) => nameOf(scenario)))];
  return names.map((name) => [name, rows.filter(({ scenario }) => nameOf(scenario) === name)]);
}

function mean(results: readonly LossResult[], of: (result: LossResult) => number): number {
  return results.reduce((sum, result) => sum + of(result), 0) / results.length;
}

const round = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(1));
const thousands = (value: number) => `${Math.round(value / 1000).toLocaleString('en-US')},000`;
const bold = (name: string, isOurs: boolean) => (isOurs ? `**${name}**` : name);
const days = (rows: readonly Row[]) => [...new Set(rows.map(({ day }) => day))].join(', ');

const CAVEATS = `What is assumed:

- The traces have no places: every region has the same day, shifted by the hours of its time zone (_each its own time_) or not at all (_one time of day_), with a trembling of its own.
- Floors and static headroom know the peak of the day before it comes; so does nobody. On a day that exceeds what was planned for, the floor is too low, and what is left is the scaling with its room for a neighbour.
- _Ours_ has floors for the peak. A platform takes the standing share of the tasks that its stage or workload has as a minimum, and what is given as \`minTasks\` as it is: where that is less than the peak needs, it is between the last two columns.
- What is rated for half of what it can asks for twice the tasks once more when a neighbour's viewers come: the picture shows it. Nothing here needs them, they are given back within a quarter of an hour, and where they cannot be had nothing is lost.
- _Back after_ is when the first whole minute is good: static headroom that is nearly enough then goes on to violate now and again, which its minutes count.
- Only web services are simulated: a cache without entries, a database that is being promoted, and clients that try again are not. A lost region does not come back within the hour.
- Target tracking of half of the CPU keeps as much again in reserve as it uses, which is what the loss of an equal neighbour at the same time of day asks for: it is not ready for a neighbour that has more to do at that hour.
- Everything else is as in [scaling.md](scaling.md#what-is-assumed-and-what-is-uncertain): nothing ran on AWS, and tasks can be had within a minute or two, which in the hour of an outage nobody promises.`;
