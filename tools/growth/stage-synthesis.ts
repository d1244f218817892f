import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../support/command-line';
import { run } from '../support/process';

interface CdkJson {
  readonly app?: string;
  readonly build?: string;
  readonly context?: Readonly<Record<string, unknown>>;
}

/**
 * Synthesizes the app of the cdk.json in this folder at one of its stages, as the CDK CLI does but for validation: what a plan
 * shows must not depend on whether it is allowed.
 */
export async function synthesizeStage(
  stage: string,
  context: Readonly<Record<string, string>>,
  output: string,
): Promise<void> {
  const { app, context: own } = readCdkJson(stage);
  const everything = {
    ...own,
    ...(existsSync('cdk.context.json') ? readJson<object>('cdk.context.json') : {}),
    ...context,
    stage,
    'aws:cdk:enable-path-metadata': true,
    'aws:cdk:enable-asset-metadata': true,
    'aws:cdk:version-reporting': false,
    '@aws-cdk/core:failSynthOnValidationErrors': false,
  };
  const { exitCode, output: printed } = await run('/bin/sh', ['-c', app], {
    CDK_OUTDIR: output,
    CDK_CONTEXT_JSON: JSON.stringify(everything),
    CDK_VALIDATION: 'false',
  });
  if (exitCode !== 0) throw new UserError(`the app cannot be synthesized with -c stage=${stage}:\n${printed.trim()}`);
  refuseLookups(stage, output);
}

function readCdkJson(stage: string): CdkJson & { readonly app: string } {
  if (!existsSync('cdk.json')) {
    throw new UserError(
      `there is neither a folder ${stage} nor a cdk.json here whose app could have a stage ${stage}; run this beside cdk.json, or name the folder of an assembly`,
    );
  }
  const cdkJson = readJson<CdkJson>('cdk.json');
  if (typeof cdkJson.app !== 'string') {
    throw new UserError(
      `cdk.json has no "app"; synthesize with npx cdk synth -c stage=${stage} --output DIR, and name DIR`,
    );
  }
  return { ...cdkJson, app: cdkJson.app };
}

/** What the CLI would look up in the account is not there yet. */
function refuseLookups(stage: string, output: string): void {
  const { missing = [] } = readJson<{ missing?: readonly { key: string }[] }>(join(output, 'manifest.json'));
  if (missing.length === 0) return;
  throw new UserError(
    `the app looks up ${missing.map(({ key }) => key).join(', ')}; run npx cdk synth -c stage=${stage} once, which keeps the answers in cdk.context.json`,
  );
}

function readJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    throw new UserError(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
}
