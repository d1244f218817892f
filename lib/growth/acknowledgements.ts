import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { GUARD, type Problem } from './guard';
import { reasonlessText, unneededText } from './guard-texts';

/** An acknowledgement, wherever it was given. */
export interface Given {
  readonly id: string;
  readonly reason: string;
  /** Path of the construct that it was given on; empty for the app. */
  readonly path: string;
}

/** A problem, and the path of the construct that it is about. */
export interface Located {
  readonly problem: Problem;
  readonly path: string;
}

/** The acknowledgements of the guard's findings on the constructs of an app. */
export function acknowledgementsIn(app: IConstruct): Given[] {
  return app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries((data ?? {}) as Record<string, string>))
      .map(([id, reason]): Given => ({ id, reason, path: node.path }))
      .filter(({ id }) => id.startsWith(`${GUARD}::`)),
  );
}

/** Whether an acknowledgement lets a problem through: as the CDK sees it, on its construct or above. */
export function covers(given: Given, { problem, path }: Located): boolean {
  return (
    problem.severity !== 'fatal' &&
    given.id === `${GUARD}::${problem.rule}` &&
    (given.path === '' || path === given.path || path.startsWith(`${given.path}/`))
  );
}

/**
 * What is wrong with the acknowledgements themselves.
 *
 * @param several Whether the baseline has other deployments, which may still need what this one no longer needs.
 */
export function acknowledgementProblems(
  given: readonly Given[],
  located: readonly Located[],
  several: boolean,
): Problem[] {
  const needed = given.filter((one) => located.some((problem) => covers(one, problem)));
  const reasonless = needed.filter(({ reason }) => reason.trim() === '');
  const unneeded = several ? [] : given.filter((one) => !needed.includes(one));
  return [
    ...reasonless.map(({ id }): Problem => ({
      rule: 'AcknowledgementWithoutReason',
      severity: 'fatal',
      ...reasonlessText(id),
    })),
    ...unneeded.map(({ id, reason }): Problem => ({
      rule: 'UnneededAcknowledgement',
      severity: 'warning',
      ...unneededText(id, reason),
    })),
  ];
}
