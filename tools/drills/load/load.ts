import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadPlan, Outcome } from './plan';

/** What the process of the load tells: that it begins, and what came of its requests. */
export type Told = 'begun' | readonly Outcome[];

/** What it is told after its plan: to make no further request. */
export const END = 'end';

/** Requests that are being made, in a process of their own. */
export class Load {
  private readonly outcomes: Outcome[] = [];
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown[]>;
  private readonly beginning: Promise<void>;

  public constructor(plan: LoadPlan) {
    this.child = fork(join(__dirname, 'process.ts'), { execArgv: ['--import', 'tsx'], serialization: 'advanced' });
    this.ended = once(this.child, 'exit');
    this.beginning = new Promise((resolve) => {
      this.child.on('message', (told: Told) => {
        if (told === 'begun') resolve();
        else this.outcomes.push(...told);
      });
    });
    this.child.send(plan);
    process.once('exit', this.kill);
  }

  /** Waits for the first request. */
  public async begun(): Promise<void> {
    await Promise.race([this.beginning, this.ended]);
  }

  /** Makes no further request: those that are left of the plan are not made. */
  public end(): void {
    if (this.child.connected) this.child.send(END);
  }

  /** What came of every request, once all are answered. */
  public async finish(): Promise<Outcome[]> {
    const [code] = (await this.ended) as [number | null];
    process.off('exit', this.kill);
    if (code !== 0) throw new Error(`the load ended with code ${code}`);
    return this.outcomes.sort((one, other) => one.at - other.at);
  }

  private readonly kill = (): void => void this.child.kill('SIGKILL');
}
