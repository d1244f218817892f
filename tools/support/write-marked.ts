import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { written } from './marked';

/** Puts something else between the markers of a command, in a file of Markdown. */
export async function writeMarked(file: string, command: string, text: string): Promise<void> {
  const page = written(readFileSync(file, 'utf8'), command, text);
  writeFileSync(file, await format(page, { ...(await resolveConfig(file)), filepath: file }));
}
