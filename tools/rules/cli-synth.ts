import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { findingsIn, type Finding } from './report';
import { run } from '../support/process';

/** What the CLI made of a configuration. */
export interface CliSynth {
  readonly exitCode: number;
  readonly output: string;
  readonly findings: readonly Finding[];
  /** The templates, by the name of their file. */
  readonly templates: ReadonlyMap<string, string>;
}

/**
 * Runs the real `cdk synth` over a configuration in strict mode, with no credentials and no look-ups.
 *
 * @param choice The configuration as JSON, or `naive`.
 * @param outdir Folder for the cloud assembly.
 * @param memory Folder for verdicts on templates, shared by several runs.
 * @param app The compiled app.
 */
export async function cliSynth(choice: string, outdir: string, memory: string, app: string): Promise<CliSynth> {
  const { exitCode, output } = await run(
    join('node_modules', '.bin', 'cdk'),
    // Where the code of functions is staged is of no interest to any judge, and the matrix does not stage it.
    [
      ...['synth', '--quiet', '--strict', '--no-lookups', '--no-notices', '--no-asset-metadata'],
      '--output',
      outdir,
      '--app',
      `node ${app}`,
    ],
    { RULES_CONFIGURATION: choice, RULES_MEMORY: memory, CDK_VALIDATION: 'true', AWS_EC2_METADATA_DISABLED: 'true' },
  );
  const files = readdirSync(outdir).filter((file) => file.endsWith('.template.json'));
  return {
    exitCode,
    output,
    findings: findingsIn(outdir),
    templates: new Map(files.map((file) => [file, readFileSync(join(outdir, file), 'utf8')])),
  };
}

/**
 * Compiles the app of this lane once for all runs.
 *
 * @param folder A folder in the project, from which its packages and handlers are found.
 * @returns The compiled file.
 */
export async function compileApp(folder: string): Promise<string> {
  const outfile = join(folder, 'cli-app.js');
  const entryPoints = [join('tools', 'rules', 'cli-app.ts')];
  await build({
    entryPoints,
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
  return outfile;
}
