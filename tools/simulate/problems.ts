import { isObject } from '../../lib/growth/engine/spec';
import { OPEN } from '../../lib/growth/engine/resolved-value';
import { USER_ERRORS, UserError } from '../support/command-line';

/** What keeps something from being simulated. All of it is told at once. */
export class Problems {
  private readonly problems = new Set<string>();

  public add(problem: string): void {
    this.problems.add(problem);
  }

  /** Does something, and notes what the user has to mend for it. */
  public attempt<T>(what: () => T): T | undefined {
    try {
      return what();
    } catch (error) {
      if (!(error instanceof Error) || !USER_ERRORS.includes(error.name)) throw error;
      this.add(error.message);
      return undefined;
    }
  }

  /** Refuses when anything was found. */
  public throwAll(): void {
    const problems = [...this.problems];
    if (problems.length === 1) throw new UserError(problems[0]);
    if (problems.length > 1) throw new UserError(['cannot simulate this:', ...problems].join('\n  - '));
  }

  /** A number of a template. Of a parameter its default counts, since nobody is here to give another value. */
  public number(value: unknown, what: string, byDefault?: number): number {
    const given = defaultOf(value) ?? byDefault;
    const number = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    this.add(`${what} must be a number in the template, got ${JSON.stringify(given)}; give it literally`);
    return byDefault ?? 0;
  }
}

/** The value, or the default of the parameter that it is. */
function defaultOf(value: unknown): unknown {
  if (!isObject(value) || !(OPEN in value)) return value;
  return isObject(value.definition) ? value.definition.Default : undefined;
}
