import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** A program of the lane: what it prints, and when. It ends with the lane. */
export class Program {
  /** Lines of its standard output, with the time at which each came. */
  public readonly lines: { readonly text: string; readonly seen: number }[] = [];
  /** What it printed on its standard error. */
  public errors = '';
  private readonly child: ChildProcess;
  private readonly closed: Promise<void>;

  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    this.child = spawn(process.execPath, args, {
      // Warnings of the SDK about the age of Node are no finding.
      env: { ...process.env, NODE_NO_WARNINGS: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(this.child);
    createInterface({ input: this.child.stdout! }).on('line', (text) => this.lines.push({ text, seen: Date.now() }));
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
    this.closed = new Promise((resolve) => this.child.once('close', () => resolve()));
  }

  /** Ends it, as ECS does, and waits until it has. */
  public async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.closed;
    running.delete(this.child);
  }
}
