import type { Plan, PlanChange, PlanInterruption, PlanStep } from './plan';
import { Verdict, type Finding } from '../../lib/growth/verdict';
import { blockingFindings } from '../../lib/growth/guard';
import { table, wrap } from '../support/table';

/** Width of a terminal that everybody has. */
const WIDTH = 120;

/** A plan for a terminal. */
export function planText(plan: Plan): string {
  return [
    heading(plan),
    ...section('Blocked', plan.changes.filter(({ blocked }) => blocked).flatMap(blockedLines)),
    ...section('Order', orderLines(plan.steps)),
    ...section('Interruptions', interruptionLines(plan.steps)),
    ...section('What changes', tierLines(plan)),
    ...section('Cost of an idle month', costLines(plan)),
    ...section('Before', plan.before.flatMap(bullet)),
    ...section('Afterwards', plan.after.flatMap(bullet)),
  ].join('\n');
}

function heading({ from, to, blocked, verdicts, changes }: Plan): string {
  const counts = Object.entries(verdicts)
    .filter(([, number]) => number > 0)
    .map(([verdict, number]) => `${number} ${verdict.toLowerCase()}`);
  const judgement =
    blocked > 0
      ? `BLOCKED: ${blocked} of ${changes.length} changes must not be deployed like this`
      : changes.length > 0
        ? `SAFE: nothing that holds data is replaced, removed or left behind`
        : 'NOTHING CHANGES';
  return `${from.name} -> ${to.name}: ${judgement}\n${counts.join(', ')}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function blockedLines(change: PlanChange): string[] {
  return [
    `${change.verdict} ${change.label} (${change.resourceType} ${change.logicalId} in ${change.stackName})`,
    ...blockingFindings(change).flatMap((finding) => [
      ...indented(`${changeOf(finding)}${finding.reason} (${finding.source})`),
      ...(finding.remedy ? indented(`Instead: ${finding.remedy}`) : []),
    ]),
  ];
}

function changeOf({ property, before, after }: Finding): string {
  if (property === '') return '';
  const shown = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));
  return `${property}: ${shown(before)} -> ${shown(after)}. `;
}

function orderLines(steps: readonly PlanStep[]): string[] {
  if (steps.every(({ action }) => action === 'none')) return [];
  const rows = steps.map(({ order, action, stackName, region, added, changed, removed, blocked }) =>
    action === 'none'
      ? [`${order}. keep ${stackName} (${region})`, 'nothing changes', '', '', '']
      : [
          `${order}. ${action} ${stackName} (${region})`,
          `${added} added`,
          `${changed} changed`,
          `${removed} removed`,
          blocked > 0 ? `${blocked} BLOCKED` : '',
        ],
  );
  return table(rows)
    .split('\n')
    .map((line) => line.trimEnd());
}

function interruptionLines(steps: readonly PlanStep[]): string[] {
  return steps.flatMap(({ order, interruptions }) =>
    interruptions.flatMap(({ kind, seconds, label, property, reason }: PlanInterruption) => [
      `${order}. ${label}: ${kind}, up to ${seconds} s`,
      ...indented(`${property ? `${property}: ` : ''}${reason}`),
    ]),
  );
}

function tierLines({ tiers }: Plan): string[] {
  return tiers.flatMap(({ tier, added, changed, removed }) => [
    tier,
    ...grouped('+', added),
    ...grouped('~', changed),
    ...grouped('-', removed),
  ]);
}

/** Resources of one label and type are one line. */
function grouped(sign: string, changes: readonly PlanChange[]): string[] {
  const counted = new Map<string, number>();
  for (const { label, resourceType, verdict, findings } of changes) {
    const properties = [...new Set(findings.map(({ property }) => property.split('.')[0]).filter(Boolean))].sort();
    const what = verdict === Verdict.ADDED || properties.length === 0 ? '' : `: ${properties.join(', ')}`;
    const line = `${sign} ${label} (${resourceType.replace(/^AWS::/, '')})${what}`;
    counted.set(line, (counted.get(line) ?? 0) + 1);
  }
  return [...counted].sort().flatMap(([line, number]) => indented(number > 1 ? `${line} x ${number}` : line));
}

function costLines({ costs }: Plan): string[] {
  if (!costs) return [];
  const dollars = (value: number | undefined) => (value === undefined ? '-' : value.toFixed(2));
  const rows = costs.lines.map(({ name, before, after }) => [name, dollars(before), dollars(after)]);
  return [
    ...table([['', 'before', 'after'], ...rows, ['Sum', dollars(costs.before), dollars(costs.after)]]).split('\n'),
    `Dollars, ${costs.region}, prices of ${costs.pricesOf}.`,
    ...(costs.unknown.length > 0
      ? wrap(`Without a price, and in no sum: ${costs.unknown.join(', ')}.`, WIDTH - 2)
      : []),
  ];
}

function bullet(text: string): string[] {
  return wrap(text, WIDTH - 4).map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`));
}

function indented(text: string): string[] {
  return text
    .split('\n')
    .flatMap((part) => wrap(part, WIDTH - 4))
    .map((line) => `  ${line}`);
}
