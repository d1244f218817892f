import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** One rule of a construct's input: what is wrong when it is broken, or `undefined` when it holds. */
export type Rule = string | undefined;

/**
 * Thrown for input that breaks a rule. Its stack holds the message alone: the mistake is in the caller's values, and the
 * frames of this library would hide it.
 */
export class InvalidInputError extends Error {
  constructor(path: string, broken: readonly string[]) {
    super(`${path || 'App'}:${broken.length === 1 ? ` ${broken[0]}` : broken.map((line) => `\n  - ${line}`).join('')}`);
    this.name = 'InvalidInputError';
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Refuses the input of a construct, naming every broken rule at once. */
export function check(scope: IConstruct, ...rules: Rule[]): void {
  const broken = rules.filter((rule) => rule !== undefined);
  if (broken.length > 0) throw new InvalidInputError(scope.node.path, broken);
}

/** A rule that is broken when the condition is true. */
export function refuse(broken: boolean, message: string): Rule {
  return broken ? message : undefined;
}

/** A whole number between two bounds, both allowed. Unresolved tokens and absent values pass. */
export function wholeNumber(
  property: string,
  value: number | undefined,
  min: number,
  max: number,
  remedy: string,
): Rule {
  if (value === undefined || Token.isUnresolved(value)) return undefined;
  return refuse(
    !Number.isInteger(value) || value < min || value > max,
    `${property} must be a whole number between ${min} and ${max}, got ${value}; ${remedy}`,
  );
}

/** A number between two bounds, both allowed. Unresolved tokens and absent values pass. */
export function numberBetween(
  property: string,
  value: number | undefined,
  min: number,
  max: number,
  remedy: string,
): Rule {
  if (value === undefined || Token.isUnresolved(value)) return undefined;
  return refuse(
    !(value >= min && value <= max),
    `${property} must be between ${min} and ${max}, got ${value}; ${remedy}`,
  );
}

/** A string of a given form. Unresolved tokens and absent values pass. */
export function matches(property: string, value: string | undefined, form: RegExp, rule: string, remedy: string): Rule {
  if (value === undefined || Token.isUnresolved(value)) return undefined;
  return refuse(!form.test(value), `${property} must ${rule}, got "${value}"; ${remedy}`);
}
