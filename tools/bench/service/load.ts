import { Child } from './child';
import type { Job, Outcome } from './plan';

/** Makes the requests of jobs. */
export class Load {
  /** Of all jobs so far. */
  public failures = 0;
  public requests = 0;
  private readonly child = new Child('load-process.ts');

  public async run(job: Job): Promise<Outcome> {
    const outcome = await this.child.ask<Outcome>(job);
    this.failures += outcome.failures;
    this.requests += outcome.failures + outcome.milliseconds.length;
    return outcome;
  }

  public end(): void {
    this.child.end();
  }
}
