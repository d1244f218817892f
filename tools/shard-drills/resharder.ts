import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Phase, PhaseReached } from '../reshard/ground';
import type { ReshardRequest } from '../reshard/request';
import type { ShardAddress } from './ground/connection';

/** What the resharder is asked for. */
export type Asked = ReshardRequest | { readonly kind: 'resume' } | { readonly kind: 'abort' };

/** What its process is told. */
export interface ReshardPlan {
  readonly asked: Asked;
  readonly shards: readonly ShardAddress[];
  readonly controlPort: number;
  /** Ends by `kill -9` as soon as slots have got to this phase. */
  readonly diesAt?: Phase;
}

/** How its process ended, and what it said last. */
export interface Ended {
  readonly code: number | string;
  readonly said: string;
}

/** The resharder in a process of its own, which can be killed. */
export class Resharder {
  public readonly ended: Promise<Ended>;
  private readonly child: ChildProcess;

  public constructor(plan: ReshardPlan) {
    const stdio = ['ignore', 'pipe', 'pipe', 'ipc'] as const;
    this.child = fork(join(__dirname, 'reshard-process.ts'), { execArgv: ['--import', 'tsx'], stdio: [...stdio] });
    this.ended = this.untilEnd();
    this.child.send(plan);
    process.once('exit', this.kill);
  }

  /** The first slots that get to a phase; nothing where it ends without any. */
  public reached(phase: Phase): Promise<PhaseReached | undefined> {
    return new Promise((resolve) => {
      this.child.on('message', (reached: PhaseReached) => {
        if (reached.phase === phase) resolve(reached);
      });
      void this.ended.then(() => resolve(undefined));
    });
  }

  public readonly kill = (): void => void this.child.kill('SIGKILL');

  private async untilEnd(): Promise<Ended> {
    let said = '';
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
    }
    const [code, signal] = (await once(this.child, 'close')) as [number | null, string | null];
    process.off('exit', this.kill);
    return { code: code ?? signal ?? 'nothing', said };
  }
}
