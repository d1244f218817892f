import * as cdk from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as fc from 'fast-check';
import { choice, combine, input, literal, oneOf, values, type Choice, type Input } from '../choice';

/** Names of deployments. Every physical name begins with one. */
export const deploymentName = name('shop', 20);

/** Names of lower-case letters, digits and single hyphens. */
export function name(simplest: string, longest: number): Input {
  return input(
    oneOf(...[simplest, 'a', 'shop-prod', 'z9-8-7', 'x'.repeat(longest)].map(literal)),
    oneOf(
      ...['', 'Shop', '1shop', 'shop-', '-shop', 'a--b', 'shop_prod', 'shöp', 'shop prod', 'x'.repeat(longest + 1)].map(
        literal,
      ),
    ),
  );
}

/** A duration of whole seconds between two bounds, both allowed. */
export function duration(min: number, max: number, likely = max): Input {
  const seconds = (count: number): Choice => choice(`Duration.seconds(${count})`, () => cdk.Duration.seconds(count));
  return input(
    fc
      .oneof(
        { withCrossShrink: true },
        { arbitrary: fc.integer({ min, max: likely }), weight: 8 },
        { arbitrary: fc.constantFrom(min, max), weight: 1 },
      )
      .map(seconds),
    oneOf(
      ...(min > 0 ? [seconds(min - 1)] : []),
      seconds(max + 1),
      choice('Duration.days(10000)', () => cdk.Duration.days(10_000)),
      choice(`Duration.millis(${1000 * min + 500})`, () => cdk.Duration.millis(1000 * min + 500)),
    ),
  );
}

/** A duration that may be any, within sense. */
export function anyDuration(...seconds: readonly number[]): Input {
  return values(
    seconds.map((count) => choice(`Duration.millis(${1000 * count})`, () => cdk.Duration.millis(1000 * count))),
  );
}

/** Whole days between two bounds, both allowed. */
export function days(min: number, max: number): Input {
  const of = (count: number): Choice => choice(`Duration.days(${count})`, () => cdk.Duration.days(count));
  return input(
    fc.integer({ min, max }).map(of),
    oneOf(
      of(min - 1),
      of(max + 1),
      choice('Duration.hours(36)', () => cdk.Duration.hours(36)),
    ),
  );
}

/** Sizes in mebibytes. */
export function mebibytes(...counts: readonly number[]): Choice[] {
  return counts.map((count) => choice(`Size.mebibytes(${count})`, () => cdk.Size.mebibytes(count)));
}

/** Sizes in gibibytes. */
export function gibibytes(...counts: readonly number[]): Choice[] {
  return counts.map((count) => choice(`Size.gibibytes(${count})`, () => cdk.Size.gibibytes(count)));
}

/** Instance types. */
export function instanceTypes(...names: readonly string[]): Choice[] {
  return names.map((text) => choice(`new InstanceType('${text}')`, () => new ec2.InstanceType(text)));
}

/** Members of a class or enum of the CDK, by their names. */
export function members<T extends object>(owner: T, ownerName: string, ...names: (keyof T & string)[]): Choice[] {
  return names.map((member) => choice(`${ownerName}.${member}`, () => owner[member]));
}

/** Every member of an enum of the CDK. */
export function allMembers(owner: object, ownerName: string): Choice[] {
  const names = Object.keys(owner).filter((member) => Number.isNaN(Number(member)));
  return names.map((member) => choice(`${ownerName}.${member}`, () => (owner as Record<string, unknown>)[member]));
}

/** Variables or parameters and their values. */
export function mapOf(
  keys: fc.Arbitrary<string>,
  element: fc.Arbitrary<Choice>,
  limits: { readonly maxKeys: number },
): fc.Arbitrary<Choice> {
  return fc.dictionary(keys, element, limits).map((entries) => {
    const names = Object.keys(entries);
    return combine(
      Object.values(entries),
      (texts) => `{ ${names.map((key, index) => `${JSON.stringify(key)}: ${texts[index]}`).join(', ')} }`,
      (made) => Object.fromEntries(names.map((key, index) => [key, made[index]])),
    );
  });
}
