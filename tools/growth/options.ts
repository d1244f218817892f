import { UserError } from '../support/command-line';

/** Adds one `key=value` of the command line to those before it. */
export function collectContext(
  value: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [, key, given] = /^([^=]+)=(.*)$/s.exec(value) ?? [];
  if (key === undefined) {
    throw new UserError(
      `--context must be key=value, got ${JSON.stringify(value)}; write it as -c database=rds-postgres`,
    );
  }
  return { ...before, [key]: given };
}
