import { existsSync, readFileSync } from 'node:fs';

/** How the emulator dealt with a resource. */
export const KINDS = ['native', 'extended', 'custom', 'checked', 'placeholder', 'failed'] as const;

/**
 * `native`: the emulator makes it. `extended`: made by a real call to its API. `custom`: a custom resource whose function
 * ran. `checked`: held against the API's shape, but the emulator lacks the action. `placeholder`: recorded only.
 */
export type Kind = (typeof KINDS)[number];

/** One line of the emulator's log: what happened to one resource. */
export interface Outcome {
  readonly stack: string;
  readonly region: string;
  readonly logicalId: string;
  readonly type: string;
  readonly path?: string;
  readonly action: 'create' | 'update' | 'replace' | 'delete' | 'retain';
  readonly outcome: Kind;
  readonly physicalId?: string;
  readonly message?: string;
}

/** The outcomes in the log of the server, oldest first. */
export function readLog(file: string): Outcome[] {
  return existsSync(file) ? parseLog(readFileSync(file, 'utf8')) : [];
}

/** Outcomes of resources from JSON lines; the log tells of other things too. A last line that is still being written is left out. */
export function parseLog(text: string): Outcome[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Outcome & { readonly kind: string })
    .filter(({ kind }) => kind === 'resource');
}

/** What stands now: the last outcome of each resource that was not taken away, by `<stack>/<logical id>`. */
export function standing(outcomes: readonly Outcome[]): Map<string, Outcome> {
  const last = new Map<string, Outcome>();
  for (const outcome of outcomes) {
    const key = keyOf(outcome);
    if (outcome.action !== 'delete' && outcome.action !== 'retain') last.set(key, outcome);
    // What was replaced goes after its successor has come.
    else if (last.get(key)?.physicalId === outcome.physicalId && outcome.outcome !== 'failed') last.delete(key);
  }
  return last;
}

/** Name of a resource in the whole account. */
export function keyOf({ stack, logicalId }: { readonly stack: string; readonly logicalId: string }): string {
  return `${stack}/${logicalId}`;
}
