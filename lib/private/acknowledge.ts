import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Acknowledges findings on one construct and what is below it, with the reason why they stay. Ids are prefixed with the name
 * of their pack: only then does the validation report keep the finding together with its reason.
 */
export function acknowledge(construct: IConstruct, reason: string, ...ids: string[]): void {
  Validations.of(construct).acknowledge(...ids.map((id) => ({ id, reason })));
}
