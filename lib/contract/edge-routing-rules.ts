import { MAX_FUNCTION_BYTES } from './edge-places';
import { EDGE_ROUTING_VERSION, FULL_WEIGHT, renderRouting, type EdgeRegion, type EdgeRouting } from './edge-routing';
import { MAX_REGIONS } from './region-plan/plan';

/** Bytes that a value in a KeyValueStore may have (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html). */
const MAX_VALUE_BYTES = 1024;

/** Every rule that a value breaks: whoever writes one asks here first, since a value that cannot be read sends everybody home. */
export function brokenRoutingRules(value: EdgeRouting): string[] {
  const names = value.regions.map(({ name }) => name);
  return [
    versionRule(value),
    countRule(names),
    ...value.regions.flatMap(regionRules),
    roomRule(value.regions),
    writerRule(value, names),
    sizeRule('value', renderRouting(value), MAX_VALUE_BYTES, 'shorten the ids of origins'),
  ].filter((rule) => rule !== undefined);
}

/** Every rule that the code of a function breaks, with its table of places. */
export function brokenFunctionRules(code: string): string[] {
  const remedy = 'give more countries the same order of regions';
  return [sizeRule('code', code, MAX_FUNCTION_BYTES, remedy)].filter((rule) => rule !== undefined);
}

function versionRule({ version }: EdgeRouting): string | undefined {
  if (version === EDGE_ROUTING_VERSION) return undefined;
  return `version must be ${EDGE_ROUTING_VERSION}, got ${JSON.stringify(version)}; use the release of this package that is deployed`;
}

function countRule(names: readonly string[]): string | undefined {
  const different = new Set(names).size;
  if (names.length === different && different >= 1 && different <= MAX_REGIONS) return undefined;
  const got = names.length === 0 ? 'none' : names.join(', ');
  return `regions must be 1 to ${MAX_REGIONS} different ones, got ${got}; name each region once, home first`;
}

function regionRules({ name, origin, weight, healthy }: EdgeRegion): (string | undefined)[] {
  const property = `regions[${name}]`;
  const whole = Number.isInteger(weight) && weight >= 0 && weight <= FULL_WEIGHT;
  return [
    origin
      ? undefined
      : `${property}.origin must be the id of an origin, got ${JSON.stringify(origin)}; write the id that the distribution has for the region`,
    whole
      ? undefined
      : `${property}.weight must be a whole number between 0 and ${FULL_WEIGHT}, got ${JSON.stringify(weight)}; it is the percentage of its own viewers that the region keeps`,
    typeof healthy === 'boolean'
      ? undefined
      : `${property}.healthy must be true or false, got ${JSON.stringify(healthy)}; write it without quotes`,
  ];
}

function roomRule(regions: readonly EdgeRegion[]): string | undefined {
  if (regions.length === 0 || regions.some(({ weight }) => weight === FULL_WEIGHT)) return undefined;
  const got = regions.map(({ weight }) => JSON.stringify(weight)).join(', ');
  return `weights must leave one region at ${FULL_WEIGHT}, which takes the viewers that others give away, got ${got}; raise one before lowering the last`;
}

function writerRule({ writer }: EdgeRouting, names: readonly string[]): string | undefined {
  if (writer === undefined || names.includes(writer)) return undefined;
  return `writer must be one of ${names.join(', ')}, got ${JSON.stringify(writer)}; leave it out to let each region write`;
}

function sizeRule(property: string, text: string, max: number, remedy: string): string | undefined {
  const bytes = Buffer.byteLength(text);
  if (bytes <= max) return undefined;
  return `${property} must be at most ${max} bytes, got ${bytes}; ${remedy}`;
}
