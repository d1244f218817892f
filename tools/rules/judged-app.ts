import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Validations, type App, type AppProps, type IPolicyValidationPlugin } from 'aws-cdk-lib';
import cdkJson from '../../cdk.json';
import { findingsIn, type Finding } from './report';

/** Properties of an app that is judged in this process: the context of cdk.json, and findings reported, not thrown. */
const JUDGED_APP: AppProps = {
  analyticsReporting: false,
  builtinCloudFormationValidation: false,
  confirmValidationPluginsDoNotMutate: false,
  context: {
    ...cdkJson.context,
    'aws:cdk:enable-path-metadata': true,
    // The code of functions is not judged, and need not be copied for each configuration.
    'aws:cdk:disable-asset-staging': true,
  },
  postCliContext: { '@aws-cdk/core:failSynthOnValidationErrors': false },
  stackTraces: false,
  treeMetadata: false,
};

/** What the judges say of an app, and its templates by name of the stack. */
export interface Verdict {
  readonly findings: readonly Finding[];
  readonly templates: ReadonlyMap<string, unknown>;
}

/** Synthesizes an app with judges plugged in, as `cdk synth` would. */
export function judge(build: (props: AppProps) => App, judges: readonly IPolicyValidationPlugin[]): Verdict {
  const outdir = mkdtempSync(join(tmpdir(), 'rules-'));
  try {
    const app = build({ ...JUDGED_APP, outdir });
    Validations.of(app).addPlugins(...judges);
    const assembly = app.synth();
    return {
      findings: findingsIn(outdir),
      templates: new Map(
        assembly.stacksRecursively.map((stack): [string, unknown] => [stack.stackName, stack.template]),
      ),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
