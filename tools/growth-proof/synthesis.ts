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
};

const OPTIONS = { analyticsReporting: false, performanceReporting: false, treeMetadata: false, context: CONTEXT };

/** The stacks of an app, as a deployment would get them. */
export function synthesize(build: (app: App) => void): StackTemplate[] {
  const outdir = mkdtempSync(join(tmpdir(), 'growth-proof-'));
  const { stackTraceLimit } = Error;
  try {
    // The CDK notes for every value where it was made: a third of the time, for nothing that is judged.
    Error.stackTraceLimit = 0;
    const app = new App({ ...OPTIONS, outdir });
    build(app);
    return app.synth().stacks.map(({ stackName, environment, terminationProtection, template }) => ({
      stackName,
      region: environment.region,
      terminationProtection,
      template: template as Template,
    }));
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    rmSync(outdir, { recursive: true });
  }
}
