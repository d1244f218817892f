import { App } from 'aws-cdk-lib';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cdkJson from '../../cdk.json';
import type { StackTemplate, Template } from '../../lib/growth/verdict';

/** The rules lane judges templates by rules; here it would take two seconds each time. */
process.env.CDK_VALIDATION = 'false';

/** What `cdk.json` has, and the paths of constructs, by which the judge names them. */
const CONTEXT = {
  ...cdkJson.context,
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:disable-asset-staging': true,
  'aws:cdk:disable-stack-trace': true,
  // It goes into reports to AWS alone, which are not made here.
  '@aws-cdk/core:enableAdditionalMetadataCollection': false,
};

const OPTIONS = { analyticsReporting: false, performanceReporting: false, treeMetadata: false, context: CONTEXT };

/** Variable that names the folder that output goes to, which the lane removes. */
export const OUTPUT_FOLDER = 'GROWTH_PROOF_OUTPUT';

/** An app that was built and accepted, and not synthesized yet. */
export type BuiltApp = () => StackTemplate[];

/** The stacks of an app, as a deployment would get them. */
export function synthesize(build: (app: App) => void): StackTemplate[] {
  return built(build)();
}

/** Builds an app. What the library refuses is refused here, in most cases: synthesis takes three times as long. */
export function built(build: (app: App) => void): BuiltApp {
  const outdir = mkdtempSync(join(process.env[OUTPUT_FOLDER] ?? tmpdir(), 'growth-proof-'));
  const app = withoutStackTraces(() => new App({ ...OPTIONS, outdir }));
  withoutStackTraces(() => build(app));
  return () =>
    withoutStackTraces(() => {
      const { stacks } = app.synth();
      const templates = stacks.map(({ stackName, environment, terminationProtection, template }) => ({
        stackName,
        region: environment.region,
        terminationProtection,
        template: template as Template,
      }));
      rmSync(outdir, { recursive: true });
      return templates;
    });
}

/** The CDK notes for every value where it was made: a third of the time, for nothing that is judged. */
function withoutStackTraces<T>(work: () => T): T {
  const { stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 0;
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
