import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../support/process';
import { EXAMPLES } from './workspace';

/** Whether an example shows the guard: only those have a baseline. Nothing else in them is of this library. */
export function isGuarded(example: string): boolean {
  return existsSync(join(EXAMPLES, example, 'growth.lock.json'));
}

/** A change that every guarded example offers (`-c change=…`), and what the guard has to say of it. */
export interface GuardedChange {
  readonly change: string;
  readonly title: string;
  /** What has to be blocked; nothing for what has to pass. */
  readonly blocked?: { readonly rule: RegExp; readonly type: RegExp };
}

const DATABASE = /^AWS::RDS::DB(Cluster|Instance)$/;
const GONE = /^(Removed|Orphaned)\[/;

export const GUARDED_CHANGES: readonly GuardedChange[] = [
  { change: 'none', title: 'passes the app that was accepted' },
  {
    change: 'moved-database',
    title: 'blocks a refactoring that moves the database into another construct',
    blocked: { rule: GONE, type: DATABASE },
  },
  {
    change: 'other-engine',
    title: 'blocks another engine',
    blocked: { rule: /^Replaced\[Engine\]$/, type: DATABASE },
  },
  {
    change: 'no-table',
    title: 'blocks the removal of the table',
    blocked: { rule: GONE, type: /^AWS::DynamoDB::(Global)?Table$/ },
  },
  { change: 'bigger-instance', title: 'passes a larger instance class' },
  { change: 'one-more-replica', title: 'passes one more replica' },
];

/** Something that the guard has found, as the validation report has it. */
export interface GuardFinding {
  readonly ruleName: string;
  readonly severity: string;
  readonly description: string;
  readonly suggestedFix?: string;
}

/** Synthesizes a guarded example with a change, and returns how it ended and what the guard has found. */
export async function synthesizeGuarded(
  folder: string,
  example: string,
  { change }: GuardedChange,
): Promise<{ exitCode: number; findings: GuardFinding[] }> {
  const outdir = mkdtempSync(join(folder, 'guarded-'));
  const { exitCode, output } = await run(
    process.execPath,
    ['--import', 'tsx', 'bin/app.ts'],
    {
      CDK_OUTDIR: outdir,
      // Other judges are of no interest here: the app is not ours.
      CDK_VALIDATION: 'false',
      CDK_CONTEXT_JSON: JSON.stringify({ change, 'aws:cdk:enable-path-metadata': true }),
    },
    undefined,
    join(folder, EXAMPLES, example),
  );
  const report = join(outdir, 'validation-report.json');
  if (!existsSync(report)) return { exitCode, findings: exitCode === 0 ? [] : [broken(output)] };
  const { pluginReports } = JSON.parse(readFileSync(report, 'utf8')) as {
    pluginReports: { pluginName: string; conclusion: string; violations: GuardFinding[]; metadata?: object }[];
  };
  const own = pluginReports.filter(({ pluginName }) => pluginName === 'SafeGrowth');
  const failed = own.filter(({ conclusion, violations }) => conclusion === 'failure' && violations.length === 0);
  return {
    exitCode,
    findings: [
      ...own.flatMap(({ violations }) => violations),
      ...failed.map(({ metadata }) => broken(JSON.stringify(metadata))),
    ],
  };
}

function broken(description: string): GuardFinding {
  return { ruleName: 'Broken', severity: 'fatal', description };
}

/** What is wrong with what the guard says of a change. */
export function guardProblems(
  { blocked }: GuardedChange,
  { exitCode, findings }: { readonly exitCode: number; readonly findings: readonly GuardFinding[] },
): string[] {
  // That the baseline could be brought up to date is no complaint.
  const complaints = findings.filter(({ severity }) => severity !== 'info');
  const shown = complaints.map(({ severity, ruleName, description }) => `${severity} ${ruleName}: ${description}`);
  if (!blocked) return [...shown, ...(exitCode === 0 ? [] : [`the synthesis ends with ${exitCode}`])];
  const found = findings.find(
    ({ ruleName, severity, description }) =>
      severity === 'error' &&
      blocked.rule.test(ruleName) &&
      blocked.type.test(/\((AWS::[\w:]+) /.exec(description)?.[1] ?? ''),
  );
  if (!found) return [`nothing blocks it; the guard says: ${shown.join('; ') || 'nothing'}`];
  return [
    ...(exitCode === 0 ? ['the synthesis succeeds all the same'] : []),
    ...(found.suggestedFix?.includes(`acknowledge({ id: 'SafeGrowth::${found.ruleName}'`)
      ? []
      : [`${found.ruleName} does not say how to acknowledge it`]),
  ];
}
