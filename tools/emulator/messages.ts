import { stacksOf } from './assembly';
import type { CommandResult } from '../support/process';

/** The lines of the CLI's output that say what went wrong; all of it when none does. */
export function complaints(output: string): string[] {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.filter((line) => /❌|_FAILED|[Ee]rror:/.test(line));
  return [...new Set(telling.length > 0 ? telling : lines)].map((line) => line.trim());
}

/** What a second deployment of an assembly did although nothing has changed. */
export function deploysWithoutChange({ exitCode, output }: CommandResult, assembly: string): string[] {
  if (exitCode !== 0) return complaints(output);
  return stacksOf(assembly)
    .filter(({ displayName }) => !output.includes(`${displayName} (`) || !isUnchanged(output, displayName))
    .map(({ displayName }) => `${displayName} was deployed again`);
}

function isUnchanged(output: string, displayName: string): boolean {
  return output.split('\n').some((line) => line.includes(displayName) && line.includes('(no changes)'));
}
