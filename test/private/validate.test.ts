import { App, Lazy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { kebabCase, nameRule, physicalName } from '../../lib/private/names';
import { check, InvalidInputError, matches, numberBetween, refuse, wholeNumber } from '../../lib/private/validate';

describe('check', () => {
  const scope = new Construct(new App(), 'Thing');

  test('passes when no rule is broken', () => {
    expect(() => check(scope, undefined, refuse(false, 'never'))).not.toThrow();
  });

  test('names the construct and the one broken rule on a line', () => {
    expect(() => check(scope, refuse(true, 'size must be small, got 9; make it smaller'))).toThrow(
      new InvalidInputError('Thing', ['size must be small, got 9; make it smaller']),
    );
  });

  test('names every broken rule on a line of its own', () => {
    expect(() => check(scope, 'first', undefined, 'second')).toThrow('Thing:\n  - first\n  - second');
  });

  test('shows no stack trace, because the mistake is in the values of the caller', () => {
    expect(new InvalidInputError('Thing', ['first']).stack).toBe('InvalidInputError: Thing: first');
  });
});

describe('rules let tokens and absent values pass', () => {
  const token = Lazy.number({ produce: () => 99 });

  test.each([undefined, token])('%p', (value) => {
    expect(wholeNumber('size', value, 1, 3, 'shrink')).toBeUndefined();
    expect(numberBetween('size', value, 1, 3, 'shrink')).toBeUndefined();
    expect(matches('name', value === undefined ? undefined : Lazy.string({ produce: () => '!' }), /a/, 'r', 'x')).toBe(
      undefined,
    );
  });
});

describe('rules on numbers', () => {
  test.each([1, 2, 3])('allow %p', (value) => expect(wholeNumber('size', value, 1, 3, 'shrink')).toBeUndefined());

  test.each([0, 4, 1.5, NaN])('refuse %p', (value) =>
    expect(wholeNumber('size', value, 1, 3, 'shrink')).toBe(
      `size must be a whole number between 1 and 3, got ${value}; shrink`,
    ),
  );

  test('refuse a fraction out of bounds', () =>
    expect(numberBetween('size', 0.4, 0.5, 256, 'grow')).toBe('size must be between 0.5 and 256, got 0.4; grow'));
});

describe('names', () => {
  test.each(['a', 'shop', 'shop-prod', 'shop-prod-eu-2', 'a1234567890123456789'])('allow %p', (name) =>
    expect(nameRule(name)).toBeUndefined(),
  );

  test.each(['', 'Shop', '1shop', 'shop-', 'shop--prod', 'shop_prod', 'a12345678901234567890'])('refuse %p', (name) =>
    expect(nameRule(name)).toContain(`got "${name}"`),
  );

  test('carry kind and generation', () => {
    expect(physicalName('shop', 'aurora')).toBe('shop-aurora-g1');
    expect(physicalName('shop', 'aurora', 2)).toBe('shop-aurora-g2');
  });

  test.each([
    ['Thumbnails', 'thumbnails'],
    ['ImageResizer', 'image-resizer'],
    ['web_2', 'web-2'],
  ])('of %p as part of a physical name: %p', (id, name) => expect(kebabCase(id)).toBe(name));
});
