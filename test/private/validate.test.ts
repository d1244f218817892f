import { App, Duration, Lazy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { kebabCase, nameRule, physicalName } from '../../lib/private/names';
import {
  check,
  durationBetween,
  InvalidInputError,
  items,
  listRule,
  matches,
  numberBetween,
  oneOf,
  refuse,
  shown,
  trueOrFalse,
  wholeNumber,
  within,
} from '../../lib/private/validate';

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

describe('values of the wrong type, which JavaScript lets through,', () => {
  // What a user of JavaScript passes.
  const wrong = (value: unknown) => value as never;

  test.each([
    [
      'a number',
      wholeNumber('size', wrong('2'), 1, 3, 'shrink'),
      'size must be a whole number between 1 and 3, got "2"; shrink',
    ],
    ['any number', numberBetween('size', wrong('2'), 1, 3, 'grow'), 'size must be between 1 and 3, got "2"; grow'],
    ['a string', matches('name', wrong(12), /^\d+$/, 'be digits', 'fix it'), 'name must be digits, got 12; fix it'],
    ['a name', nameRule(wrong(undefined)), /^name must be 1 to 20 .+, got undefined; choose /],
    [
      'a boolean',
      trueOrFalse('waf', wrong('false')),
      'waf must be true or false, got "false"; write true or false, without quotes',
    ],
    ['one of several', oneOf('kind', wrong('c'), ['a', 'b'], 'use a'), 'kind must be one of a, b, got "c"; use a'],
    ['a list', listRule('paths', wrong('/a')), 'paths must be a list, got "/a"; put it in square brackets'],
    [
      'a duration',
      durationBetween('timeout', wrong(30), 'seconds', 1, 60, 'wait'),
      'timeout must be a Duration, got 30; write it as Duration.seconds(1)',
    ],
  ])('are refused for %s', (_, rule, message) =>
    typeof message === 'string' ? expect(rule).toBe(message) : expect(rule).toMatch(message),
  );

  test('are no items', () => expect(items(wrong('ab'))).toEqual([]));

  test.each([
    ['a "quoted" text', '"a \\"quoted\\" text"'],
    [[1, 'two', undefined], '[1,"two",undefined]'],
    [{ one: 1 }, '{"one":1}'],
    [Duration.days(1), 'an instance of Duration'],
    [() => 1, 'a function'],
    [null, 'null'],
    [NaN, 'NaN'],
  ])('are shown as their author wrote them: %p', (value, text) => expect(shown(value)).toBe(text));
});

describe('rules on durations', () => {
  const days = (value: Duration) => durationBetween('keep', value, 'days', 1, 35, 'keep less');

  test.each([Duration.days(1), Duration.hours(48), Duration.seconds(Lazy.number({ produce: () => 1 }))])(
    'allow %s',
    (value) => expect(days(value)).toBeUndefined(),
  );

  test.each([
    [Duration.hours(36), '1.5'],
    [Duration.days(36), '36'],
    [Duration.millis(0), '0'],
  ])('refuse %s', (value, got) =>
    expect(days(value)).toBe(`keep in days must be a whole number between 1 and 35, got ${got}; keep less`),
  );
});

test('rules within a property name the way to it', () => {
  expect(within('database', ['readers must be few', undefined])).toEqual(['database.readers must be few', undefined]);
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
