import type { Report } from './drill';
import type { Targets } from './targets';

/** The drills with their figures, as a table of Markdown. */
export function markdownTable(reports: readonly Report[]): string {
  const heading = [
    'drill',
    'requests',
    'errors',
    'share',
    'back after',
    'p99 before, over all',
    'writes lost',
    'jobs lost',
    'effects doubled',
    'processor stolen',
    'target',
    'met',
  ];
  return [heading, heading.map((_, index) => (index === 0 ? '---' : '---:')), ...reports.map(row)]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function row({ drill, seen, comparison, problems, stolen }: Report): string[] {
  const { requests, errors, recoverySeconds, p99Before, p99 } = seen;
  return [
    drill.name,
    requests.toLocaleString('en'),
    errors.toLocaleString('en'),
    `${((100 * errors) / Math.max(1, requests)).toFixed(2)} %`,
    Number.isFinite(recoverySeconds) ? `${recoverySeconds} s` : 'not back',
    `${p99Before} ms, ${p99} ms`,
    String(comparison.lostWrites.length),
    String(comparison.lostJobs.length),
    String(comparison.doubledEffects.length + comparison.doubledWrites.length),
    `${Math.round(100 * stolen)} %`,
    said(drill.targets),
    problems.length === 0 ? 'yes' : '**no**',
  ];
}

function said({ recoverySeconds, errors, mayLose }: Targets): string {
  return [
    ...(recoverySeconds === undefined ? [] : [`${recoverySeconds} s`]),
    ...(errors === undefined ? [] : [errors === 0 ? 'no error' : `< ${errors * 100} % errors`]),
    mayLose ? 'writes and jobs may be lost' : 'nothing lost',
  ].join(', ');
}

/** One line for the terminal. */
export function line({ drill, seen, comparison, settledSeconds, stolen }: Report): string {
  const { lostWrites, lostJobs, doubledEffects, doubledWrites } = comparison;
  const doubled = doubledEffects.length + doubledWrites.length;
  return (
    `${drill.name}: ${seen.errors} of ${seen.requests} failed, ${Number.isFinite(seen.recoverySeconds) ? `back after ${seen.recoverySeconds} s` : 'not back'}, p99 ${seen.p99Before} -> ${seen.p99} ms, ` +
    `lost ${lostWrites.length} writes and ${lostJobs.length} jobs, doubled ${doubled}, jobs done ${settledSeconds} s after, ${Math.round(100 * stolen)} % of the processors stolen`
  );
}
