import { fork, type ChildProcess } from 'node:child_process';
import { isAbsolute, resolve } from 'node:path';

/** A program in a process of its own, which answers one message after another. It ends with this one. */
export class Child {
  private readonly child: ChildProcess;

  /** @param program A program of this folder, or where another one is, which is JavaScript then. */
  public constructor(program: string) {
    const execArgv = isAbsolute(program) ? [] : ['--import', 'tsx'];
    this.child = fork(resolve(__dirname, program), { execArgv, serialization: 'advanced' });
    process.once('exit', this.end);
  }

  public get pid(): number {
    if (this.child.pid === undefined) throw new Error('the process does not start');
    return this.child.pid;
  }

  public ask<Answer>(message: object): Promise<Answer> {
    return new Promise((answered, reject) => {
      const gone = (code: number | null) => reject(new Error(`a process of the benchmark ended with code ${code}`));
      this.child.once('exit', gone);
      this.child.once('message', (answer) => {
        this.child.off('exit', gone);
        answered(answer as Answer);
      });
      this.child.send(message);
    });
  }

  public readonly end = (): void => {
    process.off('exit', this.end);
    this.child.kill('SIGKILL');
  };
}
