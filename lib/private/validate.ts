import { Token, type Duration } from 'aws-cdk-lib';
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
  if (broken.length === 0) return;
  // Node shows the line that throws above an error that nobody catches, unless it holds this marker: it is not the caller's.
  throw new InvalidInputError(scope.node.path, broken); // node-do-not-add-exception-line
}

/** Refuses, when the app is synthesized, what only then is known: overrides, and what was added after the constructor. */
export function checkAtSynthesis(scope: IConstruct, rules: () => Rule[]): void {
  scope.node.addValidation({
    validate: () => {
      check(scope, ...rules());
      return [];
    },
  });
}

/** The same rules for properties that the caller gave within another one: `minCapacity` becomes `database.minCapacity`. */
export function within(property: string, rules: Rule[]): Rule[] {
  return rules.map((rule) => rule && `${property}.${rule}`);
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
    `${property} must be a whole number between ${min} and ${max}, got ${shown(value)}; ${remedy}`,
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
    typeof value !== 'number' || !(value >= min && value <= max),
    `${property} must be between ${min} and ${max}, got ${shown(value)}; ${remedy}`,
  );
}

/** A string of a given form. Unresolved tokens and absent values pass. */
export function matches(property: string, value: string | undefined, form: RegExp, rule: string, remedy: string): Rule {
  if (value === undefined || Token.isUnresolved(value)) return undefined;
  return refuse(
    typeof value !== 'string' || !form.test(value),
    `${property} must ${rule}, got ${shown(value)}; ${remedy}`,
  );
}

/** What only JavaScript, a cast or the command line can get wrong: `'false'` is not false. Absent values pass. */
export function trueOrFalse(property: string, value: boolean | undefined): Rule {
  return refuse(
    value !== undefined && typeof value !== 'boolean',
    `${property} must be true or false, got ${shown(value)}; write true or false, without quotes`,
  );
}

/** One of the values of an enumeration, which JavaScript does not check. Absent values pass. */
export function oneOf<T>(property: string, value: T | undefined, choices: readonly T[], remedy: string): Rule {
  if (value === undefined || Token.isUnresolved(value)) return undefined;
  return refuse(
    !choices.includes(value),
    `${property} must be one of ${choices.join(', ')}, got ${shown(value)}; ${remedy}`,
  );
}

/** A list, which JavaScript does not check. Absent values pass. */
export function listRule(property: string, value: readonly unknown[] | undefined): Rule {
  return refuse(
    value !== undefined && !Array.isArray(value),
    `${property} must be a list, got ${shown(value)}; put it in square brackets`,
  );
}

/** The items of a list; none when it is not one, which `listRule` says. */
export function items<T>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [];
}

/** A duration of whole units between two bounds, both allowed. Unresolved and absent ones pass. */
export function durationBetween(
  property: string,
  value: Duration | undefined,
  unit: 'seconds' | 'days',
  min: number,
  max: number,
  remedy: string,
): Rule {
  if (value === undefined) return undefined;
  if (!isDuration(value)) {
    return `${property} must be a Duration, got ${shown(value)}; write it as Duration.${unit}(${min})`;
  }
  const seconds = secondsOf(value);
  return wholeNumber(
    `${property} in ${unit}`,
    seconds && (unit === 'days' ? seconds / 86_400 : seconds),
    min,
    max,
    remedy,
  );
}

/** Seconds of a duration, or nothing when there is none, it is not one, or it is unknown at synthesis. */
export function secondsOf(value: Duration | undefined): number | undefined {
  return isDuration(value) && !value.isUnresolved() ? value.toSeconds({ integral: false }) : undefined;
}

/** By what it can do: `instanceof` would refuse a Duration of another copy of the CDK. */
function isDuration(value: Duration | undefined): value is Duration {
  return typeof (value as Partial<Duration> | undefined)?.toSeconds === 'function';
}

/** A value as its author wrote it, or what kind of thing it is. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return `[${value.map(shown).join(',')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const { name } = value.constructor;
  return name === 'Object' ? JSON.stringify(value) : `an instance of ${name}`;
}
