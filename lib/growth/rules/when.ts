import type { Change, When } from '../engine/change';
import { isObject, same } from '../engine/spec';

/** Whatever the change is. */
export const always: When = { text: 'any change', holds: () => true };

/** The property is given for the first time. */
export const added: When = { text: 'added', holds: ({ before }) => before === undefined };

/** The property is no longer given. */
export const removed: When = { text: 'removed', holds: ({ after }) => after === undefined };

/** One value takes the place of another. */
export const exchanged: When = {
  text: 'another value',
  holds: ({ before, after }) => before !== undefined && after !== undefined,
};

/** A smaller number. */
export const decreased: When = { text: 'smaller', holds: compared((before, after) => after < before) };

/** A greater number. */
export const increased: When = { text: 'greater', holds: compared((before, after) => after > before) };

/** From `true`, or whatever stands for it. */
export const switchedOff: When = {
  text: 'switched off',
  holds: ({ before, after }) => truth(before) && (isOpen(after) ? undefined : !truth(after)),
};

/** To `true`, or whatever stands for it. */
export const switchedOn: When = {
  text: 'switched on',
  holds: ({ before, after }) => (isOpen(after) ? undefined : !truth(before) && truth(after)),
};

/** A version whose first number is greater. */
export const upgradedMajor: When = {
  text: 'a newer major version',
  holds: versions((sign, major) => sign > 0 && major),
};

/** A version that is newer, and whose first number is the same. */
export const upgradedMinor: When = {
  text: 'a newer minor version',
  holds: versions((sign, major) => sign > 0 && !major),
};

/** An older version. */
export const downgraded: When = { text: 'an older version', holds: versions((sign) => sign < 0) };

/** A list, or a map, from which something is missing afterwards. */
export const shortened: When = {
  text: 'an element is missing',
  holds: ({ before, after }) =>
    lists(before, after, (old, now) => old.some((element) => !now.some((other) => same(element, other)))),
};

/** The property is given, and another one of the resource meets a condition as well. */
export function and(when: When, text: string, holds: (change: Change) => boolean | undefined): When {
  return {
    text: `${when.text}, ${text}`,
    holds: (change) => {
      const both = [when.holds(change), holds(change)];
      return both.includes(false) ? false : both.includes(undefined) ? undefined : true;
    },
  };
}

/** A condition of its own. */
export function when(text: string, holds: (change: Change) => boolean | undefined): When {
  return { text, holds };
}

/** Reads a list of both sides; a side that is not given is an empty list. */
export function lists<T>(
  before: unknown,
  after: unknown,
  read: (before: unknown[], after: unknown[]) => T,
): T | undefined {
  const [old, now] = [before ?? [], after ?? []];
  return Array.isArray(old) && Array.isArray(now) ? read(old, now) : undefined;
}

/** Whether a value stands for `true`. */
export function truth(value: unknown): boolean {
  return value === true || value === 'true' || value === 'ACTIVE' || value === 'enabled';
}

function isOpen(value: unknown): boolean {
  return isObject(value);
}

function compared(test: (before: number, after: number) => boolean): When['holds'] {
  return ({ before, after }) => {
    if (before === undefined || after === undefined) return false;
    const [old, now] = [Number(before), Number(after)];
    return Number.isNaN(old) || Number.isNaN(now) ? undefined : test(old, now);
  };
}

/** Compares versions such as `16.10`, `8.0.mysql_aurora.3.08.0` or `7.x`. The major version of MySQL and of Aurora are its first two numbers. */
function versions(test: (sign: number, major: boolean) => boolean): When['holds'] {
  return ({ before, after }) => {
    if (typeof before === 'object' || typeof after === 'object') return undefined;
    if (before === undefined || after === undefined) return false;
    const [old, now] = [numbers(before), numbers(after)];
    const at = old.findIndex((number, index) => number !== now[index]);
    if (at < 0) return test(Math.sign(now.length - old.length), false);
    const sign = Math.sign((now[at] ?? -1) - (old[at] ?? -1));
    return test(sign, at < majorLength(old));
  };
}

function numbers(version: unknown): number[] {
  return [...String(version).matchAll(/\d+/g)].map(([digits]) => Number(digits));
}

/** PostgreSQL counts its major version in one number since 10; MySQL, MariaDB and older ones in two. */
function majorLength(version: number[]): number {
  return (version[0] ?? 0) < 10 && version.length > 2 ? 2 : 1;
}
