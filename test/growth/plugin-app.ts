import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  App,
  CfnResource,
  Stack,
  Validations,
  type PolicyValidationPluginReport,
  type PolicyViolation,
} from 'aws-cdk-lib';
import { accepted, printBaseline, type Baseline } from '../../lib/growth/baseline';
import { SafeGrowth, type SafeGrowthProps } from '../../lib/growth/safe-growth';
import { templatesOf } from '../../tools/growth/side';
import { readAssembly } from '../../tools/review/model/assembly';

const folder = mkdtempSync(join(tmpdir(), 'guard-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An app of plain resources: what is asked of the guard is not what a resource is. */
export function app(): App {
  return new App({
    analyticsReporting: false,
    // As the CDK CLI sets it: what it writes says where nested stacks are.
    context: { '@aws-cdk/core:failSynthOnValidationErrors': false, 'aws:cdk:enable-asset-metadata': true },
    outdir: mkdtempSync(join(folder, 'out-')),
  });
}

/** A stack with a name of its own. */
export function stack(scope: App, name: string, region = 'eu-west-1'): Stack {
  return new Stack(scope, name, { stackName: name.toLowerCase(), env: { region, account: '111111111111' } });
}

/** A table: its key cannot change. */
export function table(scope: Stack, id: string, key = 'id'): CfnResource {
  return new CfnResource(scope, id, {
    type: 'AWS::DynamoDB::Table',
    properties: {
      KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    },
  });
}

/** The baseline that `ztm accept` would write of an app. */
export function accept(accepting: App, before?: Baseline): Baseline {
  return accepted(before, templatesOf(readAssembly(accepting.synth().directory)));
}

/** A file with a baseline. */
export function write(baseline: Baseline | string): string {
  const file = join(mkdtempSync(join(folder, 'baseline-')), 'growth.lock.json');
  writeFileSync(file, typeof baseline === 'string' ? baseline : printBaseline(baseline));
  return file;
}

/** What the guard says, in the order of its saying. */
export interface Said {
  readonly report: PolicyValidationPluginReport;
  readonly violations: readonly PolicyViolation[];
  readonly rules: readonly string[];
}

/** Synthesizes an app with the guard in it, as it was before the CDK has taken out what is acknowledged. */
export function guard(guarded: App, baseline: Baseline | string, props: SafeGrowthProps = {}): Said {
  const plugin = new SafeGrowth({ baseline: write(baseline), ...props });
  let report: PolicyValidationPluginReport | undefined;
  const validate = plugin.validate.bind(plugin);
  plugin.validate = (context) => {
    const found = validate(context);
    report = structuredClone(found);
    return found;
  };
  Validations.of(guarded).addPlugins(plugin);
  const error = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  guarded.synth();
  error.mockRestore();
  if (!report) throw new Error('the guard was not asked');
  return { report, violations: report.violations, rules: report.violations.map(({ ruleName }) => ruleName) };
}
