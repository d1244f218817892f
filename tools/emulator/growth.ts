import type { DeployedResource } from './deployment';
import { keyOf, type Outcome } from './log';

/** Resources that an update has replaced, each with what forced it. */
export function replacements(outcomes: readonly Outcome[]): string[] {
  return outcomes
    .filter(({ action }) => action === 'replace')
    .map(({ path, logicalId, type, message }) => `${constructOf(path ?? logicalId)} (${type}): ${message ?? ''}`)
    .sort();
}

/** Resources with state that are not the ones that they were: their templates no longer define them, or they got another id. */
export function changedIds(
  before: readonly DeployedResource[],
  after: readonly DeployedResource[],
  stateful: ReadonlySet<string>,
): string[] {
  const now = new Map(after.map((resource) => [keyOf(resource), resource.physicalId]));
  return before
    .filter(({ type }) => stateful.has(type))
    .flatMap((resource) => {
      const { path, type, physicalId } = resource;
      const id = now.get(keyOf(resource));
      if (id === physicalId) return [];
      const problem = !id ? `${physicalId} is no longer its stack's` : `was ${physicalId}, is ${id}`;
      return [`${path} (${type}): ${problem}`];
    });
}

function constructOf(path: string): string {
  return path.replace(/\/(Resource|Default)$/, '');
}
