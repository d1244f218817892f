import { join } from 'node:path';
import { run, type CommandResult, type EnvironmentChange } from '../support/process';

/** What a user says on the command line with `-c`. */
export type Context = Readonly<Record<string, string>>;

/** Environment in which the CLI, and any client of AWS, talks to the emulator and to nothing else. */
export function emulatorEnvironment(endpoint: string): EnvironmentChange {
  return {
    // By name: with 127.0.0.1 clients of S3 put the bucket's name into the path and find nothing.
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_DEFAULT_REGION: undefined,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    // A second try hides what failed in the first: the resource is there by then.
    AWS_MAX_ATTEMPTS: '1',
    NODE_NO_WARNINGS: '1',
    // The rules lane judges templates; here it would take three seconds a run.
    CDK_VALIDATION: 'false',
  };
}

/** The CDK CLI of this clone, talking to an emulator. */
export class Cli {
  constructor(
    private readonly endpoint: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Synthesizes an app into a folder, the assembly that the other commands take. */
  synth(app: string | undefined, folder: string, context: Context): Promise<CommandResult> {
    const choices = Object.entries(context).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    return this.succeed(['synth', '--quiet', ...(app ? ['--app', app] : []), '--output', folder, ...choices]);
  }

  /** Bootstraps every environment of an assembly. */
  bootstrap(assembly: string): Promise<CommandResult> {
    return this.succeed(['bootstrap', '--app', assembly]);
  }

  /** Deploys stacks of an assembly, all unless some are named: those alone. */
  deploy(assembly: string, stacks: readonly string[] = []): Promise<CommandResult> {
    return this.cdk([
      'deploy',
      ...selection(stacks),
      ...['--app', assembly, '--method', 'direct', '--require-approval', 'never', '--concurrency', '3'],
    ]);
  }

  /** Compares an assembly with what is deployed; exit code 1 when they differ. */
  diff(assembly: string): Promise<CommandResult> {
    return this.cdk(['diff', '--all', '--app', assembly, '--method', 'template', '--fail']);
  }

  /** Destroys stacks of an assembly, all unless some are named: those alone. */
  destroy(assembly: string, stacks: readonly string[] = []): Promise<CommandResult> {
    return this.cdk(['destroy', ...selection(stacks), '--force', '--app', assembly]);
  }

  private cdk(args: readonly string[]): Promise<CommandResult> {
    const program = join('node_modules', '.bin', 'cdk');
    return run(program, [...args, '--no-notices', '--no-color'], emulatorEnvironment(this.endpoint), this.signal);
  }

  private async succeed(args: readonly string[]): Promise<CommandResult> {
    const result = await this.cdk(args);
    if (result.exitCode !== 0) throw new Error(`cdk ${args.join(' ')} failed:\n${result.output}`);
    return result;
  }
}

function selection(stacks: readonly string[]): readonly string[] {
  return stacks.length > 0 ? [...stacks, '--exclusively'] : ['--all'];
}
