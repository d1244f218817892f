/** A finding of cfn-lint that is known to be wrong. */
export interface LintException {
  readonly rule: string;
  /** Type of the resource, followed by the path of what is found fault with. */
  readonly at: string;
  readonly reason: string;
}

/**
 * False alarms of cfn-lint, whose copy of the resource schemas is older than CloudFormation's own. The lane fails on one that no
 * longer occurs.
 */
export const LINT_EXCEPTIONS: readonly LintException[] = [];
