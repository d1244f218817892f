import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import { PLACES, requestCases, responseCases } from './cases';
import { undocumented } from './documented';
import { engines, findNjs, outcomesIn, type Case, type Engine, type Outcome } from './engines';
import { edgeFunctionCode, MAX_FUNCTION_BYTES } from '../../lib/contract/edge-places';
import { EdgeFunctionFile } from '../../lib/contract/edge-routing';
import { printSummary, printVerdict, runLane, type Verdict } from '../support/lane';
import { progress } from '../support/progress';

/** Events of each function. */
const CASES = 1000;

/** What a request may come to; the cases have to reach all of it. */
const WAYS: Readonly<Record<string, (outcome: Outcome) => boolean>> = {
  'a read with a second region': ({ calls }) => calls.some(([method]) => method === 'createRequestOriginGroup'),
  'a request to one region': ({ calls }) => calls.some(([method]) => method === 'selectRequestOriginById'),
  'a request home': ({ calls }) => calls.every(([method]) => method === 'get'),
};

/** Runs the functions as they are shipped, in both engines. */
async function main(folder: string): Promise<boolean> {
  const both = engines(findNjs());
  const files = Object.values(EdgeFunctionFile).map((file) => join('dist', 'lambda', file));
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0) throw new Error(`${missing.join(', ')} must be bundled; run "npm run build:bundles"`);
  const [requests, responses] = files.map((file) => readFileSync(file, 'utf8'));
  const code = edgeFunctionCode(requests, PLACES);
  progress(`${CASES} requests and ${CASES} answers, in njs and in Node`);

  const sent = await inBoth(both, folder, 'requests', code, requestCases(CASES));
  const answered = await inBoth(both, folder, 'answers', responses, responseCases(CASES));
  const verdicts = [
    sameOutcomes('requests', sent),
    readsPerEvent('a request reads one value', sent, 1),
    everyWay(sent[0]),
    sameOutcomes('answers', answered),
    readsPerEvent('an answer reads none', answered, 0),
    takenByCloudFront('requests', code),
    takenByCloudFront('answers', responses),
  ];
  verdicts.forEach(printVerdict);
  return printSummary(verdicts);
}

function inBoth(both: readonly Engine[], folder: string, name: string, code: string, cases: readonly Case[]) {
  return Promise.all(
    both.map((engine) => {
      const place = join(folder, `${name}-${engine.name}`);
      mkdirSync(place);
      return outcomesIn(engine, place, code, cases);
    }),
  );
}

function sameOutcomes(name: string, [one, other]: readonly Outcome[][]): Verdict {
  const different = one.flatMap((outcome, index) =>
    isDeepStrictEqual(outcome, other[index])
      ? []
      : [`case ${index}: njs ${JSON.stringify(outcome)}, Node ${JSON.stringify(other[index])}`],
  );
  const lost = one.length === CASES && other.length === CASES ? [] : [`${one.length} and ${other.length} of ${CASES}`];
  return { name: `${name} come to the same in njs and Node`, problems: [...lost, ...different.slice(0, 5)] };
}

function readsPerEvent(name: string, both: readonly Outcome[][], reads: number): Verdict {
  const others = both.flat().filter(({ calls }) => calls.filter(([method]) => method === 'get').length !== reads);
  return { name, problems: others.slice(0, 5).map((outcome) => JSON.stringify(outcome)) };
}

function everyWay(outcomes: readonly Outcome[]): Verdict {
  const missed = Object.entries(WAYS).filter(([, reached]) => !outcomes.some(reached));
  return { name: 'requests come to everything that they can', problems: missed.map(([way]) => `no case is ${way}`) };
}

function takenByCloudFront(name: string, code: string): Verdict {
  const bytes = Buffer.byteLength(code);
  return {
    name: `the function for ${name} has ${bytes} of ${MAX_FUNCTION_BYTES} bytes, and uses what is documented`,
    problems: [
      ...(bytes > MAX_FUNCTION_BYTES ? ['it is too large'] : []),
      ...undocumented(code).map((used) => `${used} is not documented`),
    ],
  };
}

runLane('edge', main);
