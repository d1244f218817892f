import type { Verdict } from '../../support/lane';
import { cost } from './figures';
import { DEFAULT, OBJECTIVES, OURS_WORKER, PRESETS } from './ours';
import { WEB, workers } from './plan';
import type { Result } from './run-experiments';
import type { Subjects } from './subjects';
import { bestFactor } from './targets';

type Results = Readonly<Record<string, Result>>;

/** One seed says less than eight: by how much it may be off, and by how many minutes, before something is wrong. */
const TOLERANCE = 1.2;
const MINUTES = 2;

/** What the page says of our presets, checked on little. */
export function claims(results: Results, subjects: Subjects): Verdict[] {
  const web = results[WEB];
  const [prompt, patient] = OBJECTIVES.map((seconds) => results[workers(seconds)]);
  const peers = subjects.web.filter(({ isOurs }) => !isOurs).map(({ name }) => name);
  return [
    ...pairs(PRESETS).map(([one, other]) => ({
      name: `${other} violates no more than ${one}, and costs more`,
      problems: problemsOfOrder(web, one, other),
    })),
    ...peers.map((name) => {
      const factor = bestFactor(web, name);
      const problems =
        factor * TOLERANCE < 1 ? [`at its cost the best preset violates ${(1 / factor).toFixed(2)} times as much`] : [];
      return { name: `a preset violates no more than ${name} at no more than its cost`, problems };
    }),
    {
      name: `${DEFAULT} costs less than twice the oracle`,
      problems: cost(web.services[DEFAULT]) < 2 ? [] : [`it costs ${cost(web.services[DEFAULT]).toFixed(2)}`],
    },
    { name: `workers violate least at ${OBJECTIVES[0]} s`, problems: problemsOfWorkers(prompt) },
    { name: `workers violate least at ${OBJECTIVES[1]} s`, problems: problemsOfWorkers(patient) },
  ];
}

function pairs(names: readonly string[]): (readonly [string, string])[] {
  return names.slice(1).map((name, index) => [names[index], name] as const);
}

function problemsOfOrder({ services }: Result, one: string, other: string): string[] {
  const [before, after] = [services[one], services[other]];
  const problems: string[] = [];
  if (after.violatingMinutes > before.violatingMinutes * TOLERANCE + MINUTES) {
    problems.push(`${after.violatingMinutes} against ${before.violatingMinutes} minutes`);
  }
  if (cost(after) < cost(before))
    problems.push(`${cost(after).toFixed(2)} against ${cost(before).toFixed(2)} of the oracle`);
  return problems;
}

function problemsOfWorkers({ services }: Result): string[] {
  const ours = services[OURS_WORKER].violatingMinutes;
  const better = Object.entries(services).filter(
    ([, { violatingMinutes }]) => violatingMinutes * TOLERANCE + MINUTES < ours,
  );
  return better.map(([name, { violatingMinutes }]) => `${name}: ${violatingMinutes} against ${ours} minutes`);
}
