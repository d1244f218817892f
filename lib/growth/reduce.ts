import type { StackTemplate } from './verdict';

/** What a verdict needs of stacks. */
export function reduce(stacks: readonly StackTemplate[]): StackTemplate[] {
  return [...stacks];
}
