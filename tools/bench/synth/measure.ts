import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import cdkJson from '../../../cdk.json';
import { run } from '../../support/process';
import { compiled } from './build';

/** What is measured: an app that makes as many services or regions, by itself or under the CLI, with or without validation. */
export interface Case {
  readonly subject: Subject;
  readonly services: number;
  readonly cli: boolean;
  readonly validation: boolean;
}

/** `regions` makes the reference app in as many regions, and `shards` on as many shards, and not with as many services. */
export type Subject = 'ours' | 'floor' | 'patterns' | 'regions' | 'shards';

/** One run. */
export interface Sample {
  /** From the start of the process to its end, in milliseconds: what a user waits for. */
  readonly wall: number;
  /** From the loaded modules to the written assembly, in milliseconds. */
  readonly work: number;
  /** Time of all processes on a processor, in milliseconds: what is left of it on a machine that does something else as well. */
  readonly cpu: number;
  /** Peak resident memory in mebibytes, of all processes together. */
  readonly memory: number;
}

/** Runs a case once. */
export async function measure(
  folder: string,
  { subject, services, cli, validation }: Case,
  outdir?: string,
): Promise<Sample> {
  const reports = mkdtempSync(join(folder, 'reports-'));
  const output = outdir ?? join(reports, 'assembly');
  mkdirSync(output, { recursive: true });
  const hook = compiled(folder, 'hook.js');
  const main = compiled(folder, 'main.js');
  const module = compiled(folder, `subjects/${subject === 'floor' ? `floor-${services}` : subject}.js`);
  const environment = {
    BENCH_SUBJECT: module,
    BENCH_SERVICES: String(services),
    BENCH_REPORTS: reports,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_VALIDATION: String(validation),
    NODE_OPTIONS: `--require ${hook}`,
  };
  const start = process.hrtime.bigint();
  const { exitCode, output: printed } = cli
    ? await run(
        join(folder, 'node_modules', '.bin', 'cdk'),
        ['synth', '--quiet', '--no-notices', '--no-lookups', '--output', output, '--app', `node ${main}`],
        environment,
        undefined,
        folder,
      )
    : await run(
        process.execPath,
        [main],
        { ...environment, CDK_OUTDIR: output, CDK_CONTEXT_JSON: JSON.stringify(cdkJson.context) },
        undefined,
        folder,
      );
  const wall = Number(process.hrtime.bigint() - start) / 1e6;
  const sum = (kind: string) =>
    readdirSync(reports)
      .filter((file) => file.startsWith(`${kind}-`))
      .reduce((total, file) => total + Number(readFileSync(join(reports, file), 'utf8')), 0);
  const sample = { wall, work: sum('work'), cpu: sum('cpu') / 1000, memory: sum('memory') / 1024 };
  rmSync(reports, { recursive: true });
  if (exitCode !== 0 || sample.work === 0 || sample.memory === 0) {
    throw new Error(`${subject} with ${services} could not be measured:\n${printed.slice(-4000)}`);
  }
  return sample;
}

/** The middle of several runs, figure by figure. */
export function medianOf(samples: readonly Sample[]): Sample {
  const median = (figure: (sample: Sample) => number) => {
    const sorted = samples.map(figure).sort((one, other) => one - other);
    const middle = (sorted.length - 1) / 2;
    return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
  };
  return {
    wall: median(({ wall }) => wall),
    work: median(({ work }) => work),
    cpu: median(({ cpu }) => cpu),
    memory: median(({ memory }) => memory),
  };
}
