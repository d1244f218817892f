import { table } from '../support/table';
import type { Coverage } from './coverage';
import type { Trial } from './try-set';

/** A finding of cfn-lint on the templates of a set. */
export interface LintProblem {
  readonly seed: number;
  readonly text: string;
}

/** Everything that the lane found out. */
export interface Evidence {
  readonly coverage: Coverage;
  readonly trials: readonly Trial[];
  readonly lint: readonly LintProblem[];
  readonly templates: number;
}

/** What is wrong, each with how to repeat it; the same problem of several sets is told once. */
export function problemsIn({ coverage, trials, lint }: Evidence): string[] {
  const failures = new Map<string, Trial[]>();
  for (const trial of trials) {
    if (trial.outcome.kind !== 'failed') continue;
    const key = `${trial.construct} ${kindOf(trial.smallest ?? trial.outcome.problem)}`;
    failures.set(key, [...(failures.get(key) ?? []), trial]);
  }
  return [
    ...coverage.problems,
    ...[...failures.values()].map(describeFailures),
    ...lint.map(({ seed, text }) => `${text}\n    repeat: ${command(seed)}`),
  ];
}

/** Numbers and values differ from set to set; the problem is the same. */
function kindOf(problem: string): string {
  return problem
    .split('\n')[0]
    .replace(/"[^"]*"/g, '""')
    .replace(/\d+/g, '#');
}

function describeFailures(trials: readonly Trial[]): string {
  const [trial] = [...trials].sort((one, other) => one.text.length - other.text.length);
  const problem = trial.smallest ?? (trial.outcome.kind === 'failed' ? trial.outcome.problem : '');
  return [
    `${trial.construct}, ${trials.length} of the sets: ${problem.split('\n').slice(0, 6).join('\n      ')}`,
    `smallest: ${trial.text}`,
    `repeat: ${command(trial.seed, trial.path)}`,
  ].join('\n    ');
}

function command(seed: number, path?: string): string {
  return `npm run test:input -- --sets 1 --seed ${seed}${path ? ` --path ${path}` : ''}`;
}

/** The result for people. */
export function describeEvidence({ coverage, trials, templates }: Evidence): string {
  const constructs = [...new Set(trials.map(({ construct }) => construct))].sort();
  const count = (kind: Trial['outcome']['kind'], construct?: string) =>
    trials.filter((trial) => trial.outcome.kind === kind && (construct ?? trial.construct) === trial.construct).length;
  const row = (name: string, construct?: string) => [
    name,
    count('clean', construct) + count('refused', construct) + count('failed', construct),
    count('clean', construct),
    count('refused', construct),
    count('failed', construct),
  ];
  return [
    table([
      ['construct', 'sets', 'clean', 'refused', 'failed'],
      ...constructs.map((construct) => row(construct, construct)),
      row('total'),
    ]),
    '',
    `${coverage.properties} public properties: ${coverage.generated} generated, ${coverage.excluded} left out with a reason`,
    `${rulesBroken(trials).size} different rules of the library refused something`,
    `${templates} different templates of clean sets through cfn-lint`,
  ].join('\n');
}

/** The rules that refused something, without values. */
function rulesBroken(trials: readonly Trial[]): Set<string> {
  const rules = trials.flatMap(({ outcome }) => (outcome.kind === 'refused' ? outcome.rules : []));
  return new Set(
    rules.map((rule) =>
      rule
        .replace(/, got .*$/s, '')
        .replace(/"[^"]*"/g, '""')
        .replace(/\[\d+\]/g, '[]')
        .replace(/\d+/g, '#'),
    ),
  );
}
