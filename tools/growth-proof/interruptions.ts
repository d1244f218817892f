import { compare } from '../../lib/private/compare';
import type { Judged } from './judged';

/** A step and what it takes out of reach, whatever the stage and the engines. */
export interface InterruptedStep {
  readonly step: string;
  readonly construct: string;
  readonly property: string;
  readonly kind: string;
  /** The longest, in seconds. */
  readonly seconds: number;
}

/** Which single steps, and which steps from stage to stage, interrupt something: each once, with the longest time. */
export function interruptedSteps(judged: readonly Judged[]): InterruptedStep[] {
  const steps = judged
    .filter(({ part }) => part === 'single steps' || part === 'pairs of stages')
    .flatMap(({ name, interruptions }) =>
      interruptions.map((interruption) => ({
        ...interruption,
        step: name.replace(/(,| with) .*$/, ''),
        construct: interruption.construct.replace(/(Zone|Replica|Reader)\d+/g, '$1N'),
      })),
    );
  const found = new Map<string, InterruptedStep>();
  for (const step of steps) {
    const key = [step.step, step.construct, step.property, step.kind].join(' ');
    if ((found.get(key)?.seconds ?? -1) < step.seconds) found.set(key, step);
  }
  return [...found.entries()].sort(([one], [other]) => compare(one, other)).map(([, step]) => step);
}

const BEGIN = '<!-- interruptions: written by `npm run test:growth -- --update` -->';
const END = '<!-- end of interruptions -->';

/** The page with what interrupts something in its place. */
export function withInterruptions(page: string, steps: readonly InterruptedStep[]): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the page has no place for interruptions: ${BEGIN} … ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${markdown(steps)}\n\n${page.slice(end)}`;
}

function markdown(steps: readonly InterruptedStep[]): string {
  const rows = [
    ['step', 'out of reach', 'because of', 'how', 'seconds'],
    ...steps.map(({ step, construct, property, kind, seconds }) => [
      step,
      `\`${construct}\``,
      property === '' ? 'itself' : `\`${property}\``,
      kind,
      String(seconds),
    ]),
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (cells: readonly string[], isNumber: (column: number) => boolean) =>
    `| ${cells.map((cell, column) => (isNumber(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))).join(' | ')} |`;
  const isSeconds = (column: number) => column === 4;
  const rule = widths.map((width, column) => (isSeconds(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [
    line(rows[0], isSeconds),
    `| ${rule.join(' | ')} |`,
    ...rows.slice(1).map((row) => line(row, isSeconds)),
  ].join('\n');
}
