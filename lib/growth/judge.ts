import type { ResourceVerdict, StackTemplate } from './verdict';

/**
 * What the deployment of an assembly does to every resource of the assembly that is deployed.
 *
 * Pure and deterministic: it reads nothing but its arguments, and answers in the order of stack names, regions and logical ids.
 *
 * @param before Every stack that is deployed.
 * @param after Every stack afterwards. A stack that is missing here is taken as removed.
 */
export function judge(before: readonly StackTemplate[], after: readonly StackTemplate[]): ResourceVerdict[] {
  void before;
  void after;
  throw new Error('not built yet');
}
