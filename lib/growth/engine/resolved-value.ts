import { isObject } from './spec';
import type { StackTemplate } from '../verdict';

/** Key that marks a reference in a resolved value: `<account>/<region>/<stack>/<logical id>`, with the attribute beside it. */
export const REFERENCE = 'Growth::Reference';
/** Key that marks what only the deployment knows: a parameter, or a condition that depends on one. */
export const OPEN = 'Growth::Open';
/** Key that marks text that is put together. */
const TEXT = 'Growth::Text';

/** Names a stack within an assembly. */
export function stackKey(stack: StackTemplate): string {
  return `${stack.account ?? ''}/${stack.region}/${stack.stackName}`;
}

/** Names a resource within an assembly. */
export function resourceKey(stack: StackTemplate, logicalId: string): string {
  return `${stackKey(stack)}/${logicalId}`;
}

/** Stands for an attribute of a resource. */
export function pointer(stack: StackTemplate, logicalId: string, attribute: string): unknown {
  return { [REFERENCE]: resourceKey(stack, logicalId), attribute };
}

/** Text of several parts, with neighbouring literals joined, so that `Join` and `Sub` come out alike. */
export function text(parts: readonly unknown[]): unknown {
  const flat = parts.flatMap((part) => (isObject(part) && TEXT in part ? (part[TEXT] as unknown[]) : [part]));
  const joined: unknown[] = [];
  for (const part of flat) {
    const last = joined.length - 1;
    const literal = literalOf(part);
    if (literal === '') continue;
    if (literal !== undefined && typeof joined[last] === 'string') joined[last] = `${joined[last]}${literal}`;
    else joined.push(literal ?? part);
  }
  if (joined.length === 0) return '';
  return joined.length === 1 ? joined[0] : { [TEXT]: joined };
}

function literalOf(part: unknown): string | undefined {
  switch (typeof part) {
    case 'string':
      return part;
    case 'number':
    case 'boolean':
      return String(part);
  }
  return undefined;
}

/** Keys of every resource that a resolved value refers to. */
export function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  if (REFERENCE in value) return [String(value[REFERENCE])];
  return Object.values(value).flatMap(referencesIn);
}

/** What in a resolved value only the deployment knows, if anything. */
export function openIn(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map(openIn).find((open) => open !== undefined);
  if (!isObject(value)) return undefined;
  if (OPEN in value) return String(value[OPEN]);
  return Object.values(value)
    .map(openIn)
    .find((open) => open !== undefined);
}

/** Whether a value of a template takes an output of another stack that is known only while it is deployed. */
export function isWeak(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isWeak);
  return isObject(value) && ('Fn::GetStackOutput' in value || Object.values(value).some(isWeak));
}
