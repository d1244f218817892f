import type { DeployedService, Outcome, Steering } from '../model';

export type Action = Outcome['actions'][number];

/** What decides how many tasks a service wants. */
export interface Scaler {
  readonly desired: number;
  readonly actions: readonly Action[];
  /** Decides at the end of a second in which so much arrived, and after which so much waits. */
  act(now: number, arrivals: number, backlog: number): void;
}

/** What takes the place of policies, for comparison. */
export class Steered implements Scaler {
  public readonly actions: Action[] = [];

  public constructor(
    private readonly steering: Steering,
    private readonly limits: Pick<DeployedService, 'minTasks' | 'maxTasks'>,
    public desired: number,
  ) {}

  public act(now: number, arrivals: number, backlog: number): void {
    if (this.steering.kind === 'supply') return;
    const wanted = this.steering.desired({ second: now - 1, arrivals, backlog, desired: this.desired });
    const to = Math.min(this.limits.maxTasks, Math.max(this.limits.minTasks, wanted));
    if (to === this.desired) return;
    this.actions.push({ second: now, from: this.desired, to, policy: 'controller' });
    this.desired = to;
  }
}
