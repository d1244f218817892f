/** A configuration that is refused, and all that is said about it. */
export interface WrongInput {
  /** What is wrong with it. */
  readonly wrong: string;
  /** Builds it. */
  readonly make: () => unknown;
  /** The whole message; several broken rules are several lines. */
  readonly error: string | readonly string[];
}

/** Properties with any values: those of JavaScript, a cast or a parsed file, which no compiler has checked. */
export type Unchecked<Props> = { readonly [Property in keyof Props]?: unknown };

/** The whole message that a configuration is refused with. */
export function refusal(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof Error && error.name === 'InvalidInputError') return error.message;
    throw error;
  }
  throw new Error('was not refused');
}
