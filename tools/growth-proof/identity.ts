import type { StackTemplate } from '../../lib/growth/verdict';
import { identitiesIn } from '../../test/support/identity';

/** Identities of stateful resources that are others, or gone, in what comes after. */
export function lostIdentities(before: readonly StackTemplate[], after: readonly StackTemplate[]): string[] {
  const later = new Map(after.map(({ stackName, template }) => [stackName, identitiesIn(template.Resources ?? {})]));
  return before.flatMap(({ stackName, template }) =>
    Object.entries(identitiesIn(template.Resources ?? {})).flatMap(([id, identity]) => {
      const now = later.get(stackName)?.[id];
      return now === identity ? [] : [`${stackName}/${id} was ${identity}, is ${now ?? 'gone'}`];
    }),
  );
}
