import { createHash } from 'node:crypto';
import { refuse, type Rule } from '../private/validate';

/** Which requests a service answers. Without paths and hosts: all that no other service does. */
export interface Route {
  readonly service: string;
  readonly paths: readonly string[];
  readonly hosts: readonly string[];
  readonly priority?: number;
}

/** The last priority that a listener has: the default service comes after all others. */
export const DEFAULT_PRIORITY = 50_000;

/** Explicit priorities end here, and derived ones begin after it, so that an explicit one always wins. */
export const LAST_EXPLICIT_PRIORITY = 999;

/**
 * The place of a service's rule on the listener: given, or 1000 plus the first four bytes of the SHA-256 of its name, modulo 49,000.
 * It depends on nothing but the name, so that adding a service never renumbers another.
 */
export function priorityOf(route: Route): number {
  if (isDefault(route)) return DEFAULT_PRIORITY;
  if (route.priority !== undefined) return route.priority;
  const hash = createHash('sha256').update(route.service).digest().readUInt32BE(0);
  return LAST_EXPLICIT_PRIORITY + 1 + (hash % (DEFAULT_PRIORITY - LAST_EXPLICIT_PRIORITY - 1));
}

/** Whether the service answers whatever no other does. */
export function isDefault(route: Route): boolean {
  return route.paths.length === 0 && route.hosts.length === 0;
}

/** What keeps a route from standing beside the others. */
export function conflicts(route: Route, others: readonly Route[]): Rule[] {
  return others.flatMap((other) => conflictsWith(route, other));
}

function conflictsWith(route: Route, other: Route): Rule[] {
  if (isDefault(route) || isDefault(other)) {
    return [
      refuse(
        isDefault(route) && isDefault(other),
        `paths or hosts must be given for all services but one, got none for ${other.service} and ${route.service}; give one of them paths`,
      ),
    ];
  }
  return [
    refuse(
      priorityOf(route) === priorityOf(other),
      `priority must be unique on a load balancer, got ${priorityOf(route)} for ${other.service} and ${route.service}; give one of them another priority between 1 and ${LAST_EXPLICIT_PRIORITY}`,
    ),
    refuse(
      route.priority === undefined && other.priority === undefined && overlap(route, other),
      `priority must be given where two services match the same request, got ${describe(other)} and ${describe(route)}; give the more specific one a priority between 1 and ${LAST_EXPLICIT_PRIORITY}`,
    ),
  ];
}

function describe(route: Route): string {
  return `${route.service} (${[...route.hosts, ...route.paths].join(', ')})`;
}

/** Whether a single request could match both. */
function overlap(one: Route, other: Route): boolean {
  return anyOverlap(one.hosts, other.hosts) && anyOverlap(one.paths, other.paths);
}

/** No pattern matches everything. */
function anyOverlap(ones: readonly string[], others: readonly string[]): boolean {
  if (ones.length === 0 || others.length === 0) return true;
  return ones.some((one) => others.some((other) => patternsOverlap(one, other)));
}

/** Whether any text matches both patterns, in which `*` stands for any characters and `?` for one. */
export function patternsOverlap(one: string, other: string): boolean {
  // restsOverlap[j]: whether what is left of `one` and `other.slice(j)` overlap. Filled from the ends to the beginnings.
  let restsOverlap = Array.from({ length: other.length + 1 }, (_, j) => /^\**$/.test(other.slice(j)));
  for (const char of [...one].reverse()) {
    const next: boolean[] = [];
    for (let j = other.length; j >= 0; j--) {
      const same = j < other.length && (char === other[j] || char === '?' || other[j] === '?');
      next[j] =
        char === '*' || other[j] === '*'
          ? (restsOverlap[j] ?? false) || (next[j + 1] ?? false)
          : same && (restsOverlap[j + 1] ?? false);
    }
    restsOverlap = next;
  }
  return restsOverlap[0] ?? false;
}
