import { Command } from 'commander';
import manifest from '../../package.json';

/** Registers a subcommand. What it needs is loaded in its action, with `import()`: `--help` has to answer at once. */
export type AddCommand = (program: Command) => void;

/** What the user can mend: its message is shown alone, without a stack. */
export class UserError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UserError';
  }
}

/** Errors whose messages say what to do: input that breaks a rule, and folders that are no assembly. */
export const USER_ERRORS: readonly string[] = ['UserError', 'InvalidInputError', 'AssemblyError'];

/** Runs the command line of the package, and sets the exit code: 1 when it was refused or found something. */
export async function commandLine(
  commands: readonly AddCommand[],
  args: readonly string[] = process.argv,
): Promise<void> {
  try {
    await programOf(commands).parseAsync([...args]);
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
}

/** The program with its subcommands. */
export function programOf(commands: readonly AddCommand[]): Command {
  const program = new Command('ztm')
    .description('Sizes, plans and guards what is built with zero-to-millions.')
    .version(manifest.version)
    .showHelpAfterError('(add --help for what is possible)');
  commands.forEach((add) => add(program));
  return program;
}

/** The message of a mistake of the user, everything of a defect. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return USER_ERRORS.includes(error.name) ? error.message : (error.stack ?? error.message);
}
