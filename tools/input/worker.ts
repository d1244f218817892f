import { CloudFormationValidatePlugin } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly } from './assembly';
import { Generator } from './generator';
import { BY_TYPE, EXCLUDED, INPUTS } from './inputs';
import { tryOut, type Judges } from './outcome';
import { mixed, subjectOf } from './plan';
import { PublicApi } from './public-api';
import { rememberingJudges } from '../rules/judges';
import { trySet, type Trial } from './try-set';
import { AROUND, TEST_STACK } from './world';

/** The share of a process. */
export interface Share {
  readonly seeds: readonly number[];
  readonly path?: string;
  /** Where templates of clean sets are put, in a folder for each seed. */
  readonly folder: string;
}

/** What a process says: which seed it begins, and what became of it. */
export type Message = { readonly begins: number } | { readonly trial: Trial };

/** Most sets that a process makes smaller: after a few, the mistake is known. */
const MOST_SHRUNK = 8;
const PATIENCE = 20_000;

async function main({ seeds, path, folder }: Share): Promise<void> {
  const options = { inputs: INPUTS, byType: BY_TYPE, excluded: EXCLUDED };
  const generator = new Generator(new PublicApi(readAssembly()), options);
  const all = rememberingJudges();
  const judges: Judges = {
    all,
    ofDisposable: all.filter(({ name }) => name === CloudFormationValidatePlugin.PLUGIN_NAME),
  };
  let shrunk = 0;
  for (const seed of seeds) {
    await say({ begins: seed });
    const subject = subjectOf(seed);
    const trial = trySet({
      seed,
      construct: subject.construct,
      sets: fc.oneof(subject.sets(generator, 'sound'), subject.sets(generator, 'mixed')),
      tryOut: (set) => tryOut(set, subject, judges),
      random: mixed(seed),
      path,
      patience: shrunk < MOST_SHRUNK ? PATIENCE : undefined,
    });
    if (trial.outcome.kind === 'failed') shrunk += 1;
    if (trial.outcome.kind === 'clean') keep(trial.outcome.templates, join(folder, String(seed)));
    await say({ trial });
  }
}

/** Only what is under test: what stands around it is the same again and again, and linted in the rules lane. */
function keep(templates: ReadonlyMap<string, unknown>, folder: string): void {
  mkdirSync(folder);
  const tested = [...templates].filter(([name]) => name === TEST_STACK || !name.startsWith(AROUND));
  for (const [name, template] of tested) writeFileSync(join(folder, `${name}.json`), JSON.stringify(template));
}

/** Waits until the message is out: a set may end the process. */
function say(message: Message): Promise<void> {
  return new Promise((resolve) => process.send?.(message, () => resolve()));
}

process.once('message', (share: Share) => {
  main(share)
    .catch((error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    })
    .finally(() => process.disconnect());
});
