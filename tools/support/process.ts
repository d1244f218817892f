import { spawn } from 'node:child_process';

/** Result of a command: what it printed, on both streams, and how it ended. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly output: string;
}

/** Variables to add to the environment; those that are undefined are taken out of it. */
export type EnvironmentChange = Readonly<Record<string, string | undefined>>;

/** Runs a command to its end. Fails only when it cannot be started, or when the signal ends it. */
export function run(
  command: string,
  args: readonly string[],
  environment: EnvironmentChange = {},
  signal?: AbortSignal,
  cwd?: string,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
      cwd,
    });
    let stdout = '';
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? 1, stdout, output }));
  });
}

/** Runs jobs, a few at a time, in order. */
export async function inParallel<T>(limit: number, jobs: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  const queue = jobs.entries();
  const worker = async () => {
    for (const [index, job] of queue) results[index] = await job();
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
