import { badPercent, cost, violatingPercent, type Figures } from '../figures';
import { frontierOf } from '../frontier';
import { OBJECTIVES, PRESETS } from '../ours';
import { DOUBTS, FLEETS, nameOf, WEB, workers, type Doubt } from '../plan';
import type { Result } from '../run-experiments';
import type { Subject, Subjects } from '../subjects';
import { aboveIdeal, type Target } from '../targets';
import { markdownTable } from '../../../support/markdown-table';

type Results = Readonly<Record<string, Result>>;

/** Our rows in bold: they are read first. */
const nameIn = ({ name, isOurs }: Subject) => (isOurs ? `**${name}**` : name);

/** Who takes part. */
export function subjectsTable(subjects: readonly Subject[]): string {
  return markdownTable(
    ['who', 'policy', 'from'],
    subjects.map((subject) => [nameIn(subject), subject.policy, subject.source]),
    3,
  );
}

/** Everything about the web services of one suite, and what an ideal sensor would have done. */
export function webTable(result: Result, subjects: readonly Subject[]): string {
  const heading = [
    'policy',
    'violating min',
    '% of min',
    'bad %',
    'cost / oracle',
    'over ideal',
    'episodes',
    'worst, min',
    'too few %',
    'too many %',
    'actions a day',
  ];
  const best = frontierOf(
    result.ideal.map((figures) => ({ figures, cost: cost(figures), violatingMinutes: figures.violatingMinutes })),
  );
  const [cheapest, safest] = [best[0], best[best.length - 1]];
  return markdownTable(heading, [
    ...subjects.map((subject) => [nameIn(subject), ...webCells(result, result.services[subject.name])]),
    ['ideal sensor, cheapest', ...webCells(result, cheapest.figures)],
    ['ideal sensor, safest', ...webCells(result, safest.figures)],
  ]);
}

function webCells(result: Result, figures: Figures): string[] {
  const days = figures.minutes / 1440;
  return [
    String(figures.violatingMinutes),
    violatingPercent(figures).toFixed(2),
    badPercent(figures).toFixed(2),
    cost(figures).toFixed(2),
    aboveIdeal(result, figures)?.toFixed(2) ?? '-',
    String(figures.episodes),
    String(figures.worstMinutes),
    (figures.underMinutes / figures.minutes).toFixed(2),
    (figures.overMinutes / figures.minutes).toFixed(0),
    (figures.actions / days).toFixed(0),
  ];
}

/** Violating minutes and cost of each policy by trace. */
export function traceTable({ byTrace }: Result, subjects: readonly Subject[]): string {
  const traces = Object.keys(byTrace);
  return markdownTable(
    ['violating min @ cost', ...traces],
    subjects.map((subject) => [nameIn(subject), ...traces.map((trace) => shown(byTrace[trace][subject.name]))]),
  );
}

export function fleetTable(results: Results, subjects: readonly Subject[]): string {
  const names = Object.keys(FLEETS);
  return markdownTable(
    ['violating min @ cost', ...Object.entries(FLEETS).map(([name, base]) => `${name}: ${base} requests/s`)],
    subjects.map((subject) => [nameIn(subject), ...names.map((name) => shown(results[name].services[subject.name]))]),
  );
}

export function workerTable(results: Results, subjects: Subjects): string {
  const ofObjective = (seconds: number, name: string) => {
    const figures = results[workers(seconds)].services[name];
    return [shown(figures), badPercent(figures).toFixed(2), String(figures.worstMinutes)];
  };
  return markdownTable(
    ['policy', 'from', ...OBJECTIVES.flatMap((seconds) => [`age ${seconds} s: min @ cost`, 'bad %', 'worst, min'])],
    subjects
      .workers(OBJECTIVES[0])
      .map((subject) => [
        `${nameIn(subject)}: ${subject.policy}`,
        subject.source,
        ...OBJECTIVES.flatMap((seconds) => ofObjective(seconds, subject.name)),
      ]),
    2,
  );
}

/** What becomes of the presets, and of the peers that come closest, when something is not as assumed. */
export function doubtTable(results: Results, subjects: Subjects): string {
  const names = [...PRESETS, ...closestPeers(results[WEB], subjects)];
  const row = (label: string, doubt: Doubt | undefined) => {
    const { services } = results[nameOf(WEB, doubt)];
    return [label, ...names.map((name) => shown(services[name]))];
  };
  return markdownTable(
    ['violating min @ cost', ...names],
    [row('as assumed', undefined), ...DOUBTS.map((doubt) => row(doubt.name, doubt))],
  );
}

export function workerDoubtTable(results: Results, subjects: Subjects): string {
  const names = subjects.workers(OBJECTIVES[0]).map(({ name }) => name);
  const rows = OBJECTIVES.flatMap((seconds) =>
    DOUBTS.filter(({ isOfWebOnly = false }) => !isOfWebOnly).map((doubt) => {
      const { services } = results[nameOf(workers(seconds), doubt)];
      return [`${seconds} s: ${doubt.name}`, ...names.map((name) => shown(services[name]))];
    }),
  );
  return markdownTable(['violating min @ cost', ...names], rows);
}

export function targetTable(targets: readonly Target[]): string {
  return markdownTable(
    ['target', 'on', 'figure', ''],
    targets.map(({ name, on, figure, met }) => [name, on, figure, met ? 'met' : '**missed**']),
    4,
  );
}

/** The four peers that violate least. */
function closestPeers({ services }: Result, subjects: Subjects): string[] {
  return subjects.web
    .filter(({ isOurs }) => !isOurs)
    .map(({ name }) => name)
    .sort((one, other) => services[one].violatingMinutes - services[other].violatingMinutes)
    .slice(0, 4);
}

function shown(figures: Figures): string {
  return `${figures.violatingMinutes} @ ${cost(figures).toFixed(2)}`;
}
