import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isExecutable } from '../support/executable';
import { run } from '../support/process';

/** An engine, and how it runs a script of which the folder holds everything that is imported. */
export interface Engine {
  readonly name: string;
  readonly command: string;
  readonly args: (folder: string, script: string) => readonly string[];
}

/** What a function did with an event. */
export interface Outcome {
  /** What it returned. */
  readonly answer: unknown;
  /** What it asked CloudFront for, in order: the name of the method and its argument. */
  readonly calls: readonly (readonly [method: string, argument: unknown])[];
}

/** An event, and what the one key of the store holds; it is missing where there is no value. */
export interface Case {
  readonly event: unknown;
  readonly value?: unknown;
}

/** The njs of this machine; `NJS` names another one. */
export function findNjs(environment: NodeJS.ProcessEnv = process.env): string {
  const { NJS: named, PATH: path = '' } = environment;
  const candidates = named ? [named] : path.split(delimiter).map((folder) => join(folder, 'njs'));
  const found = candidates.find(isExecutable);
  if (found) return found;
  const where = named ? `NJS must name a program, got ${named}` : 'there is no njs on this machine';
  throw new Error(
    `${where}; install: \`sudo apt-get install --no-install-recommends njs\` on Debian, \`brew install pcre2 && git clone https://github.com/nginx/njs && cd njs && ./configure && make njs\` on macOS; or set NJS to the path of one`,
  );
}

/** An engine that does as little beyond ES 5.1 as that of CloudFront Functions, and the one that their tests run in. */
export function engines(njs: string): readonly [Engine, Engine] {
  return [
    { name: 'njs', command: njs, args: (folder, script) => ['-p', folder, script] },
    { name: 'Node', command: process.execPath, args: (_, script) => [script] },
  ];
}

/** Stands for CloudFront: it notes what it is asked for. */
const CLOUDFRONT = `
function note(method, argument) {
  globalThis.world.calls.push([method, argument]);
}
export default {
  kvs: function () {
    return {
      get: function (key) {
        note('get', key);
        if (globalThis.world.value === undefined) return Promise.reject(new Error('KeyNotFound'));
        return Promise.resolve(globalThis.world.value);
      },
    };
  },
  selectRequestOriginById: function (id) { note('selectRequestOriginById', id); },
  createRequestOriginGroup: function (group) { note('createRequestOriginGroup', group); },
};
`;

/** What a line with an outcome starts with; the function prints lines of its own. */
const MARK = 'outcome ';

/** Calls the function with every case, and prints a line for each: njs prints no more than 2,048 bytes of a text. */
const DRIVER = `
async function drive() {
  for (var index = 0; index < CASES.length; index++) {
    globalThis.world = { value: CASES[index].value, calls: [] };
    var answer = await handler(CASES[index].event);
    console.log('${MARK}' + JSON.stringify({ answer: answer, calls: globalThis.world.calls }));
  }
}
drive();
`;

/** Runs the code of a function in an engine, once for every case. */
export async function outcomesIn(
  engine: Engine,
  folder: string,
  code: string,
  cases: readonly Case[],
): Promise<Outcome[]> {
  const module = join(folder, 'node_modules', 'cloudfront');
  mkdirSync(module, { recursive: true });
  writeFileSync(join(module, 'package.json'), JSON.stringify({ type: 'module', main: 'index.js' }));
  writeFileSync(join(module, 'index.js'), CLOUDFRONT);
  // njs takes the name of a module for the name of its file.
  writeFileSync(join(folder, 'cloudfront'), CLOUDFRONT);
  const script = join(folder, 'script.mjs');
  writeFileSync(script, `${code}\nvar CASES = ${JSON.stringify(cases)};\n${DRIVER}`);

  const { exitCode, stdout, output } = await run(engine.command, engine.args(folder, script));
  if (exitCode !== 0) throw new Error(`${engine.name} must run the function, got\n${output.slice(0, 2000)}`);
  const lines = stdout.split('\n').filter((line) => line.startsWith(MARK));
  return lines.map((line) => JSON.parse(line.slice(MARK.length)) as Outcome);
}
