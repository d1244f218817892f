import { readFileSync } from 'node:fs';
import { CfnResource, Stack } from 'aws-cdk-lib';
import type { IApplyRule, NagPack } from 'cdk-nag';
import { guardRuleFiles } from './guard-judge';
import { nagPacks } from './nag-packs';

/** The rules of a pack of cdk-nag: its own id, such as `AwsSolutions-RDS2`, and the name that all packs share. */
export function rulesOf(pack: NagPack): Map<string, string> {
  const names = new Map<string, string>();
  const probe = Object.create(pack, {
    applyRule: {
      value: (applied: IApplyRule) =>
        names.set(`${pack.readPackName}-${applied.ruleSuffixOverride ?? applied.rule.name}`, applied.rule.name),
    },
  }) as NagPack;
  probe.validateScope(new CfnResource(new Stack(), 'Probe', { type: 'AWS::CloudFormation::WaitConditionHandle' }));
  return names;
}

const SHARED_NAMES = new Map(nagPacks().flatMap((pack) => [...rulesOf(pack)]));

/** The names again, by their letters alone: both cdk-nag and Control Tower name rules after those of AWS Config. */
const BY_LETTERS = new Map([...SHARED_NAMES.values()].map((name) => [name.toLowerCase(), name]));

/** Rules of Control Tower that look at the same property as a rule of cdk-nag, and call it something else. */
const SYNONYMS: Readonly<Record<string, string>> = {
  cloudfront_access_logs_enabled_check: 'CloudFrontDistributionAccessLogging',
  cloudfront_security_policy_check: 'CloudFrontDistributionHttpsViewerNoOutdatedSSL',
  elbv2_logging_enabled_check: 'ELBLoggingEnabled',
};

/**
 * A rule's name, the same in every pack that has the rule: `AwsSolutions::AwsSolutions-S1`,
 * `HIPAA.Security::HIPAA.Security-S3BucketLoggingEnabled` and `cdk-validator-cfnguard::s3_bucket_logging_enabled_check` are all
 * `S3BucketLoggingEnabled`. A finding in brackets stays.
 */
export function ruleName(id: string): string {
  const unprefixed = id.replace(/^[^[]*?::/, '');
  const [, rule = '', finding = ''] = /^([^[]*)(.*)$/.exec(unprefixed) ?? [];
  const letters = rule.replace(/_check$/, '').replaceAll('_', '');
  return (SHARED_NAMES.get(rule) ?? BY_LETTERS.get(letters) ?? SYNONYMS[rule] ?? rule) + finding;
}

/** Every rule name of cdk-nag and of the Control Tower guard rules. */
export function knownRuleNames(): Set<string> {
  return new Set([...SHARED_NAMES.values(), ...guardRules()]);
}

/** Names of the Control Tower guard rules, read from the files that hold them. */
export function guardRules(): string[] {
  return guardRuleFiles().flatMap((file) => {
    const main = /^rule (\w+) when is_cfn_template/m.exec(readFileSync(file, 'utf8'));
    return main ? [main[1]] : [];
  });
}
