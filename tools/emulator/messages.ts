import { stacksOf } from './assembly';
import type { CommandResult } from '../support/process';

/** What the CLI says went wrong: events of failures, and all it says after it has given up; everything when it says neither. */
export function complaints(output: string): string[] {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const end = lines.findIndex((line) => line.startsWith('❌'));
  const telling = lines.filter((line, index) => /_FAILED|[Ee]rror:/.test(line) || (end >= 0 && index >= end));
  return [...new Set(telling.length > 0 ? telling : lines)];
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
