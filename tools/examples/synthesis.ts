import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import cdkJson from '../../cdk.json';
import { findingsIn, type Finding } from '../rules/report';
import { run } from '../support/process';
import { EXAMPLES, JUDGES } from './workspace';

/** One app of an example: most have one, the migration has one for each of its steps. */
export interface Variant {
  readonly example: string;
  readonly context: Readonly<Record<string, string>>;
}

export type TemplateDocument = {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly [key: string]: unknown }>>;
};

/** Templates of an assembly, by name of their file. */
export type Templates = ReadonlyMap<string, TemplateDocument>;

/** What became of an app. */
export interface Synthesis {
  /** Why `cdk synth --strict` refused it, or nothing. */
  readonly refused?: string;
  readonly templates: Templates;
  /** The same templates under every feature flag of this project's own `cdk.json`. */
  readonly underOurFlags: Templates;
  readonly findings: readonly Finding[];
}

/** Synthesizes an app as its user does, then with the judges plugged in, then with our feature flags. */
export async function synthesize(folder: string, variant: Variant): Promise<Synthesis> {
  const cwd = join(folder, EXAMPLES, variant.example);
  const out = () => mkdtempSync(join(folder, 'out-'));
  const asUser = out();
  const { exitCode, output } = await run(
    join(folder, 'node_modules', '.bin', 'cdk'),
    [
      ...['synth', '--quiet', '--strict', '--no-lookups', '--no-notices', '--output', asUser],
      ...Object.entries(variant.context).flatMap(([key, value]) => ['--context', `${key}=${value}`]),
    ],
    { CDK_VALIDATION: 'true', AWS_EC2_METADATA_DISABLED: 'true' },
    undefined,
    cwd,
  );
  const alone = async (imports: string[], context: object) => {
    const outdir = out();
    const own = JSON.parse(readFileSync(join(cwd, 'cdk.json'), 'utf8')) as { context?: object };
    await succeed(cwd, ['--import', 'tsx', ...imports, 'bin/app.ts'], {
      CDK_OUTDIR: outdir,
      CDK_VALIDATION: 'false',
      CDK_CONTEXT_JSON: JSON.stringify({ ...own.context, ...variant.context, ...context }),
    });
    return outdir;
  };
  const judged = await alone(['--import', join(folder, JUDGES[0])], {
    '@aws-cdk/core:failSynthOnValidationErrors': false,
    'aws:cdk:enable-path-metadata': true,
  });
  const flagged = await alone([], cdkJson.context);
  return {
    refused: exitCode === 0 ? undefined : output,
    templates: templatesIn(asUser),
    underOurFlags: templatesIn(flagged),
    findings: findingsIn(judged),
  };
}

async function succeed(cwd: string, args: string[], environment: Record<string, string>): Promise<void> {
  const { exitCode, output } = await run(process.execPath, args, environment, undefined, cwd);
  if (exitCode !== 0) throw new Error(`node ${args.join(' ')} failed in ${cwd}:\n${output.slice(-4000)}`);
}

/** Without the version report, which is in the templates of some users and not in those of others. */
function templatesIn(assembly: string): Templates {
  const files = readdirSync(assembly).filter((file) => file.endsWith('.template.json'));
  return new Map(
    files.sort().map((file): [string, TemplateDocument] => {
      const { Resources } = JSON.parse(readFileSync(join(assembly, file), 'utf8')) as TemplateDocument;
      const resources = Object.entries(Resources).filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata');
      return [file, { Resources: Object.fromEntries(resources) }];
    }),
  );
}
