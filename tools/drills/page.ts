import type { DrillResult } from './try-drill';
import { problemsOf } from './try-drill';

const BEGIN = '<!-- drills: written by `npm run test:cluster -- --update` -->';
const END = '<!-- end of drills -->';

/** The page with what was measured in its place. */
export function withDrills(page: string, results: readonly DrillResult[], load: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the page has no place for drills: ${BEGIN} … ${END}`);
  const rows = [
    HEAD,
    HEAD.map((_, index) => (index === 0 || index === HEAD.length - 1 ? '---' : '---:')),
    ...rowsOf(results),
  ];
  const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `${page.slice(0, begin + BEGIN.length)}\n\n${load}\n\n${table}\n\n${page.slice(end)}`;
}

export const HEAD = [
  'drill',
  'requests',
  'failed',
  'share',
  'back after',
  'p99 before',
  'p99',
  'writes lost',
  'jobs lost',
  'done twice',
  'target',
];

/** A row for each drill. */
export function rowsOf(results: readonly DrillResult[]): string[][] {
  return results.map((result) => {
    const { drill, experience, comparison } = result;
    const { requests, errors, recoverySeconds, p99Before, p99 } = experience;
    return [
      drill.name,
      String(requests),
      String(errors),
      `${((100 * errors) / requests).toFixed(2)} %`,
      `${recoverySeconds} s`,
      `${p99Before} ms`,
      `${p99} ms`,
      String(comparison.lostWrites.length),
      String(comparison.lostJobs.length),
      String(comparison.doubledEffects.length + comparison.doubledWrites.length),
      `${targetOf(result)}: ${problemsOf(result).length === 0 ? 'met' : '**missed**'}`,
    ];
  });
}

function targetOf({ drill: { target, mayLose } }: DrillResult): string {
  const { recoverySeconds, errorShare } = target;
  return [
    mayLose ? 'no job lost' : 'nothing lost',
    ...(recoverySeconds === undefined ? [] : [`back within ${recoverySeconds} s`]),
    ...(errorShare === undefined ? [] : [errorShare === 0 ? 'none failed' : `under ${100 * errorShare} % failed`]),
  ].join(', ');
}
