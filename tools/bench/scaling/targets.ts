import { cost, type Figures } from './figures';
import { costAt } from './frontier';
import { DEFAULT, OBJECTIVES, OURS_WORKER, PRESETS } from './ours';
import { DOUBTS, nameOf, REAL, WEB, workers } from './plan';
import type { Result } from './run-experiments';
import type { Subjects } from './subjects';

/** Something that was aimed for, and whether it was reached. */
export interface Target {
  readonly name: string;
  /** On what it was judged. */
  readonly on: string;
  readonly met: boolean;
  /** The figure that decides, in words. */
  readonly figure: string;
}

type Results = Readonly<Record<string, Result>>;

const FEWER = 3;
const DEFAULT_COST = 1.45;
const WORST_MINUTES = 3;
const ABOVE_IDEAL = 1.1;
const PATIENT_COST = 1.2;
const HALF = 0.5;

/** How much worse the figures may be when something is not as assumed. */
const SLACK = 1.25;

/** Every target of the benchmark, judged. */
export function judge(results: Results, subjects: Subjects): Target[] {
  return [
    ...webTargets('shapes', results[WEB], subjects),
    ...webTargets('real days', results[REAL], subjects),
    ...workerTargets('shapes', (seconds) => results[workers(seconds)]),
    ...DOUBTS.filter(({ isTarget }) => isTarget).flatMap((doubt) => [
      ...webTargets(doubt.name, results[nameOf(WEB, doubt)], subjects, SLACK),
      ...workerTargets(doubt.name, (seconds) => results[nameOf(workers(seconds), doubt)], SLACK),
    ]),
  ];
}

function webTargets(on: string, result: Result, subjects: Subjects, slack = 1): Target[] {
  const peers = subjects.web.filter(({ isOurs }) => !isOurs).map(({ name }) => name);
  const factors = peers.map((name) => ({ name, factor: bestFactor(result, name) }));
  const beaten = factors.filter(({ factor }) => factor >= FEWER / slack);
  const byDefault = result.services[DEFAULT];
  const limit = (value: number) => (value * slack).toFixed(2);
  const distance = aboveIdeal(result, byDefault);
  return [
    {
      name: `at least ${(FEWER / slack).toFixed(2)} times fewer violating minutes than each peer, at no more than its cost`,
      on,
      met: beaten.length === peers.length,
      figure: `${beaten.length} of ${peers.length}${shortOf(factors.filter(({ factor }) => factor < FEWER / slack))}`,
    },
    {
      name: `${DEFAULT} costs at most ${limit(DEFAULT_COST)} of the oracle`,
      on,
      met: cost(byDefault) <= DEFAULT_COST * slack,
      figure: cost(byDefault).toFixed(2),
    },
    {
      name: `${DEFAULT} never violates for more than ${limit(WORST_MINUTES)} minutes on end`,
      on,
      met: byDefault.worstMinutes <= WORST_MINUTES * slack,
      figure: `${byDefault.worstMinutes} min`,
    },
    {
      name: `${DEFAULT} costs at most ${limit(ABOVE_IDEAL)} of an ideal sensor that violates as much`,
      on,
      met: distance !== undefined && distance <= ABOVE_IDEAL * slack,
      figure: distance?.toFixed(2) ?? 'no ideal sensor violates as little',
    },
  ];
}

/** How many times fewer minutes one of our presets violates than a peer, for no more than it costs; 0 where none is as cheap. */
export function bestFactor({ services }: Result, peer: string): number {
  const other = services[peer];
  const ours = PRESETS.map((name) => services[name]).filter((figures) => cost(figures) <= cost(other));
  if (ours.length === 0) return 0;
  const fewest = Math.min(...ours.map(({ violatingMinutes }) => violatingMinutes));
  if (fewest === 0) return other.violatingMinutes === 0 ? 1 : Infinity;
  return other.violatingMinutes / fewest;
}

/** Cost over that of the ideal sensors' frontier at as many violating minutes; undefined when none violates as little. */
export function aboveIdeal({ ideal }: Result, figures: Figures): number | undefined {
  const points = ideal.map((one) => ({ cost: cost(one), violatingMinutes: one.violatingMinutes }));
  const price = costAt(points, figures.violatingMinutes);
  return price === undefined ? undefined : cost(figures) / price;
}

function workerTargets(on: string, of: (objectiveSeconds: number) => Result, slack = 1): Target[] {
  const [prompt, patient] = OBJECTIVES.map((seconds) => of(seconds));
  const ours = patient.services[OURS_WORKER];
  const limit = (value: number) => (value * slack).toFixed(2);
  const { name, figures } = bestPeer(prompt);
  const share = prompt.services[OURS_WORKER].violatingMinutes / figures.violatingMinutes;
  const price = cost(prompt.services[OURS_WORKER]) / cost(figures);
  return [
    {
      name: `workers at ${OBJECTIVES[1]} s: no violating minute for at most ${limit(PATIENT_COST)} of the oracle`,
      on,
      met: ours.violatingMinutes === 0 && cost(ours) <= PATIENT_COST * slack,
      figure: `${ours.violatingMinutes} min @ ${cost(ours).toFixed(2)}`,
    },
    {
      name: `workers at ${OBJECTIVES[0]} s: at most ${limit(HALF)} of the best peer's violating minutes at ${limit(HALF)} of its cost`,
      on,
      met: share <= HALF * slack && price <= HALF * slack,
      figure: `${share.toFixed(2)} of the minutes, ${price.toFixed(2)} of the cost of ${name}`,
    },
  ];
}

/** The peer that violates least, and of those the cheapest. */
function bestPeer({ services }: Result): { readonly name: string; readonly figures: Figures } {
  const [best] = Object.entries(services)
    .filter(([name]) => name !== OURS_WORKER)
    .map(([name, figures]) => ({ name, figures }))
    .sort(
      (one, other) =>
        one.figures.violatingMinutes - other.figures.violatingMinutes || cost(one.figures) - cost(other.figures),
    );
  return best;
}

function shortOf(missed: readonly { readonly name: string; readonly factor: number }[]): string {
  if (missed.length === 0) return '';
  const each = missed.map(({ name, factor }) => `${name} ${factor === 0 ? 'is cheaper' : factor.toFixed(1)}`);
  return `; not ${each.join(', ')}`;
}
