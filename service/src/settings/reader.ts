import { VARIABLES, type Role, type Variables } from './variables';

/** Reads variables, and collects everything that is wrong with them. */
export class VariableReader {
  private readonly problems: string[] = [];

  constructor(
    private readonly role: Role,
    private readonly environment: Variables,
  ) {}

  /** A text that may be missing. Empty is missing: that is what a shell has for it. */
  public optional(name: string): string | undefined {
    if (!VARIABLES[this.role].includes(name)) throw new Error(`${name} is not among the variables of the ${this.role}`);
    return this.environment[name] || undefined;
  }

  public text(name: string, purpose: string): string {
    const value = this.optional(name);
    if (value === undefined) this.problems.push(`${name} must be set, got nothing; it is ${purpose}`);
    return value ?? '';
  }

  public oneOf<T extends string>(name: string, choices: readonly T[], fallback: T, remedy: string): T {
    const value = this.optional(name) ?? fallback;
    const chosen = choices.find((choice) => choice === value);
    if (chosen === undefined) {
      this.problems.push(`${name} must be ${choices.join(' or ')}, got ${JSON.stringify(value)}; ${remedy}`);
    }
    return chosen ?? fallback;
  }

  public number(name: string, least: number, most: number, fallback?: number): number {
    const text = this.optional(name);
    const value = text === undefined && fallback !== undefined ? fallback : Number(text);
    if (value >= least && value <= most) return value;
    this.problems.push(`${name} must be a number between ${least} and ${most}, got ${text ?? 'nothing'}; set it`);
    return least;
  }

  public refuse(broken: boolean, problem: string): void {
    if (broken) this.problems.push(problem);
  }

  /** Throws everything that is wrong at once. */
  public finish(): void {
    if (this.problems.length > 0) throw new SettingsError(this.role, this.problems);
  }
}

/** What is wrong with an environment: nothing starts with it. */
export class SettingsError extends Error {
  constructor(role: Role, problems: readonly string[]) {
    super(
      [`the environment of the ${role} is not complete:`, ...problems.map((problem) => `  - ${problem}`)].join('\n'),
    );
    this.name = 'SettingsError';
  }
}
