import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadPlan, Outcome } from './plan';

/** Requests that are being made, in a process of their own. */
export class Load {
  /** Fulfilled with the first answers. */
  public readonly started: Promise<unknown>;
  private readonly outcomes: Outcome[] = [];
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown[]>;

  constructor(plan: LoadPlan) {
    this.child = fork(join(__dirname, 'process.ts'), {
      execArgv: ['--import', 'tsx'],
      serialization: 'advanced',
    });
    this.ended = once(this.child, 'exit');
    this.started = Promise.race([once(this.child, 'message'), this.ended]);
    this.child.on('message', (outcomes: Outcome[]) => this.outcomes.push(...outcomes));
    this.child.send(plan);
    process.once('exit', this.kill);
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
