import { table } from '../support/table';
import type { DeployedService, Outcome } from './model';
import type { Foresight } from './reference';
import type { Settings } from './settings';
import { traceHours, traceNames } from './traces';

/** What became of a service, and what foresight would have cost. */
export interface Simulated {
  readonly service: DeployedService;
  readonly outcome: Outcome;
  readonly oracle: Foresight;
}

const HEADING = [
  'service',
  'late min',
  'of min',
  'bad %',
  'task-hours',
  'cost',
  'episodes',
  'worst min',
  'under %',
  'over %',
  'unstable %',
  'changes',
];

/** The text for people. */
export function simulateText({ trace, seed, application }: Settings, runs: readonly Simulated[]): string {
  const { ratedCapacity, objectiveSeconds } = application;
  const unit = trace.kind === 'web' ? 'requests' : 'messages';
  const warnings = runs.flatMap((run) => warningsOf(run).map((warning) => `  ${run.service.name} ${warning}`));
  return [
    `${trace.name}, seed ${seed}: ${ratedCapacity} ${unit} a second and task, due within ${objectiveSeconds} s`,
    '',
    table([HEADING, ...runs.map(rowOf)]),
    '',
    'Late: minutes with more than 1 % of it late or given up. Cost: task-hours over those of perfect foresight.',
    ...(warnings.length > 0 ? ['', 'Warnings:', ...warnings] : []),
    '',
  ].join('\n');
}

/** The document for programs. Without the single changes of the number of tasks. */
export function simulateJson(settings: Settings, runs: readonly Simulated[]): string {
  const { trace, seed, application, conditions } = settings;
  const document = {
    version: 1,
    trace: { name: trace.name, kind: trace.kind, seconds: trace.rate.length, meanPerSecond: meanOf(trace.rate) },
    seed,
    application,
    conditions,
    services: runs.map((run) => {
      const { actions, ...outcome } = run.outcome;
      const { name, kind, minTasks, maxTasks } = run.service;
      return {
        name,
        kind,
        minTasks,
        maxTasks,
        ...outcome,
        badShare: badShare(outcome),
        costOverOracle: costOverOracle(run),
        oracleTaskHours: run.oracle.taskHours,
        changes: actions.length,
        warnings: warningsOf(run),
      };
    }),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** The traffic that is built in. */
export function tracesText(): string {
  const rows = traceNames().map((name) => [
    name,
    name.startsWith('worker-') ? 'messages' : 'requests',
    traceHours(name),
  ]);
  return `${table([['trace', 'of', 'hours'], ...rows])}\n`;
}

function rowOf(run: Simulated): (string | number)[] {
  const { service, outcome } = run;
  const { violatingMinutes, minutes, taskHours, episodes, under, over, instability, actions } = outcome;
  return [
    service.name,
    violatingMinutes,
    minutes,
    (100 * badShare(outcome)).toFixed(2),
    taskHours.toFixed(1),
    costOverOracle(run).toFixed(2),
    episodes.count,
    episodes.worstMinutes,
    under.accuracyPercent.toFixed(2),
    over.accuracyPercent.toFixed(0),
    (100 * instability).toFixed(0),
    actions.length,
  ];
}

function warningsOf({ service, oracle }: Simulated): string[] {
  const needed = oracle.need.reduce((most, tasks) => Math.max(most, tasks), 0);
  if (needed < service.maxTasks) return [...service.warnings];
  return [
    ...service.warnings,
    `needs all of its ${service.maxTasks} tasks, or more, at the busiest time of this trace: raise its maximum, or lower --base`,
  ];
}

function badShare({ bad, arrivals }: Pick<Outcome, 'bad' | 'arrivals'>): number {
  return bad / Math.max(1, arrivals);
}

function costOverOracle({ outcome, oracle }: Simulated): number {
  return outcome.taskHours / oracle.taskHours;
}

function meanOf(rate: Float64Array): number {
  return rate.reduce((sum, value) => sum + value, 0) / rate.length;
}
