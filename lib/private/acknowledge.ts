import { Token, Validations, type Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The cdk-nag packs that share their rules under names of their own. */
const COMPLIANCE_PACKS = ['NIST.800.53.R4', 'NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321'];

/**
 * Acknowledges findings on one construct and what is below it, with the reason why they stay. Ids are prefixed with the name
 * of their pack: only then does the validation report keep the finding together with its reason.
 */
export function acknowledge(construct: IConstruct, reason: string, ...ids: string[]): void {
  Validations.of(construct).acknowledge(...ids.map((id) => ({ id, reason })));
}

/** The ids of one rule, such as `LambdaInsideVPC`, in every compliance pack but those that lack it. */
export function compliance(rule: string, ...lackedBy: string[]): string[] {
  return COMPLIANCE_PACKS.filter((pack) => !lackedBy.includes(pack)).map((pack) => `${pack}::${pack}-${rule}`);
}

/** An ARN as cdk-nag shows it in its finding about a wildcard, which is where the acknowledgement has to say the same. */
export function wildcardFinding(stack: Stack, arn: string): string {
  const tokens = { AccountId: stack.account, Partition: stack.partition, Region: stack.region };
  const shown = Object.entries(tokens).reduce(
    (text, [name, value]) => (Token.isUnresolved(value) ? text.replaceAll(value, `<AWS::${name}>`) : text),
    arn,
  );
  return `AwsSolutions::AwsSolutions-IAM5[Resource::${shown}]`;
}
