import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ShardAddress } from '../ground/connection';
import { readLedger, type Outcome } from './ledger';
import type { ArrivalsOptions } from './plan';

/** What a load process is told. */
export interface LoadPlan extends ArrivalsOptions {
  readonly shards: readonly ShardAddress[];
  /** Port of the DynamoDB API. */
  readonly controlPort: number;
  /** Where it writes down what becomes of its requests. */
  readonly ledger: string;
}

/** What it tells: that its first request is made. */
export const BEGUN = 'begun';

/** What it is told after its plan: to make no further request. */
export const END = 'end';

/** Requests that are being made, by a process of their own with a map of its own. */
export class Load {
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown[]>;
  private readonly beginning: Promise<unknown>;
  private wasKilled = false;

  public constructor(private readonly plan: LoadPlan) {
    this.child = fork(join(__dirname, 'process.ts'), { execArgv: ['--import', 'tsx'] });
    this.ended = once(this.child, 'exit');
    this.beginning = once(this.child, 'message');
    this.child.send(plan);
    process.once('exit', this.kill);
  }

  /** Waits for the first request. */
  public async begun(): Promise<void> {
    await Promise.race([this.beginning, this.ended]);
  }

  /** Makes no further request. */
  public end(): void {
    if (this.child.connected) this.child.send(END);
  }

  /** Kills it, with everything that is under way. */
  public readonly kill = (): void => {
    this.wasKilled = true;
    this.child.kill('SIGKILL');
  };

  /** What became of its requests, once all are answered, or it was killed. */
  public async finish(): Promise<Outcome[]> {
    const [code] = (await this.ended) as [number | null];
    process.off('exit', this.kill);
    if (code !== 0 && !this.wasKilled) throw new Error(`the load ended with code ${code}`);
    return readLedger(this.plan.ledger);
  }
}
