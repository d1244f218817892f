import { RECOVERY_PARTS, recoveryBudget, type RecoveryPart } from '../../lib/contract/region-plan/budget';
import { markdownTable } from '../support/markdown-table';
import type { RegionReport } from './drill';
import { figuresOf } from './judge/measured';
import { PLAN } from './regions';
import type { Targets } from './targets';

/** Drills with their figures, as a table of Markdown. */
export function drillsTable(reports: readonly RegionReport[]): string {
  const heading = [
    'drill',
    'requests',
    'errors: reads, writes',
    'writes failed for',
    'back after: reads, all',
    'move took',
    'writes lost, age',
    'other region behind',
    'writers',
    'refused past the writer',
    'p95 before, over all',
    'target',
    'met',
  ];
  return markdownTable(heading, reports.map(row));
}

/** What was measured of the sudden loss of home beside what the budget has for it. */
export function partsTable(parts: Readonly<Record<RecoveryPart, number>>): string {
  const budget = recoveryBudget(PLAN).parts;
  const both = budgetWith(parts);
  const body = RECOVERY_PARTS.map((part, index) => [
    part,
    seconds(parts[part]),
    `${budget[index].seconds} s`,
    `${both.parts[index].seconds} s`,
  ]);
  const sum = (list: readonly { readonly seconds: number }[]) =>
    `${Math.round(list.reduce((total, one) => total + one.seconds, 0) * 10) / 10} s`;
  const drilled = seconds(RECOVERY_PARTS.reduce((total, part) => total + parts[part], 0));
  return markdownTable(
    ['part', 'drill', 'budget', 'together'],
    [...body, ['sum', drilled, sum(budget), `${both.seconds} s`]],
  );
}

/** The budget with the drill's figures. What one machine has not is not measured: the way of a value to every edge location. */
export function budgetWith(parts: Readonly<Record<RecoveryPart, number>>) {
  const budget = recoveryBudget(PLAN, { ...figuresOf(parts), route: undefined });
  return { ...budget, seconds: Math.round(budget.seconds * 10) / 10 };
}

/** One line for the terminal. */
export function line({ drill, seen, loss, lagSeconds, stale, harm, refused, stolen }: RegionReport): string {
  return (
    `${drill.name}: ${seen.readErrors} reads and ${seen.writeErrors} writes of ${seen.requests} requests failed, writes for ${seconds(seen.writeOutageSeconds)}, reads ${back(seen.readRecoverySeconds)}, all ${back(seen.recoverySeconds)}` +
    (harm.moveSeconds === undefined ? '' : `, moved in ${seconds(harm.moveSeconds)}`) +
    `, p95 ${seen.p95Before} -> ${seen.p95} ms, lost ${loss.rows} writes${loss.rows > 0 ? ` of up to ${loss.seconds.toFixed(2)} s` : ''}, ${lagSeconds === undefined ? 'nobody followed' : `the other region ${behind(lagSeconds)} behind`}, ` +
    `${stale} reads too old, ${refused} writes refused past the writer, ${Math.round(100 * stolen)} % of the processors stolen` +
    (harm.parts ? `; ${RECOVERY_PARTS.map((part) => `${part} ${seconds(harm.parts?.[part] ?? 0)}`).join(', ')}` : '')
  );
}

function row({ drill, seen, loss, lagSeconds, harm, refused, problems }: RegionReport): string[] {
  return [
    drill.name,
    seen.requests.toLocaleString('en'),
    `${seen.readErrors}, ${seen.writeErrors}`,
    seconds(seen.writeOutageSeconds),
    `${shown(seen.readRecoverySeconds)}, ${shown(seen.recoverySeconds)}`,
    harm.moveSeconds === undefined ? '-' : seconds(harm.moveSeconds),
    loss.rows === 0 ? '0' : `${loss.rows}, ${loss.seconds.toFixed(2)} s`,
    behind(lagSeconds),
    drill.writers.join(', then '),
    String(refused),
    `${seen.p95Before} ms, ${seen.p95} ms`,
    said(drill.targets),
    problems.length === 0 ? 'yes' : '**no**',
  ];
}

function said({ recoverySeconds, moveSeconds, errors, readErrors, mayLoseLag }: Targets): string {
  const share = (what: string, most?: number) =>
    most === undefined ? [] : [most === 0 ? `no ${what} fails` : `< ${most * 100} % of ${what} fail`];
  return [
    `back in ${recoverySeconds} s`,
    ...(moveSeconds === undefined ? [] : [`moved in ${moveSeconds} s`]),
    ...share('requests', errors),
    ...share('reads', readErrors),
    mayLoseLag ? 'no more lost than was behind' : 'nothing lost',
  ].join(', ');
}

function shown(recovery: number): string {
  return Number.isFinite(recovery) ? `${recovery} s` : 'not back';
}

function back(recovery: number): string {
  return Number.isFinite(recovery) ? `back after ${recovery} s` : 'not back';
}

function seconds(number: number): string {
  return `${number.toFixed(1)} s`;
}

function behind(lag: number | undefined): string {
  return lag === undefined ? '-' : `${lag.toFixed(2)} s`;
}
