import type { Conditions, DeployedService, Policy, StepPolicy, TargetTrackingPolicy, Trace } from '../model';
import type { Random } from '../random';
import { AlarmWatch } from './alarm';
import { Cooldowns } from './cooldown';
import type { Metrics } from './metrics';
import { usesHighResolutionCpu } from './monitoring';
import { forecast } from './predictive';
import type { Action, Scaler } from './scaler';
import { stepCapacity } from './step';
import { highAlarm, lowAlarm, lowerCapacity, proportional } from './target-tracking';

/** What a policy wants when its alarm invokes it. */
interface Proposal {
  readonly policy: string;
  readonly capacity: number;
  readonly cooldownSeconds: number;
}

interface Invocation {
  readonly watch: AlarmWatch;
  /** What is wanted, counted from the capacity that the cooldown leaves. */
  readonly propose: (value: number, base: number, current: number) => Proposal | undefined;
  readonly policy: string;
}

/** Application Auto Scaling: the policies of one scalable target. */
export class Autoscaling implements Scaler {
  public readonly actions: Action[] = [];

  private readonly invocations: Invocation[] = [];
  private readonly trackers: { readonly policy: TargetTrackingPolicy; readonly low: AlarmWatch }[] = [];
  private readonly floors: { readonly policy: string; readonly floor: (second: number) => number }[] = [];
  private readonly cooldowns: Cooldowns;
  private due = 0;

  public constructor(
    public desired: number,
    private readonly service: DeployedService,
    private readonly conditions: Conditions,
    private readonly metrics: Metrics,
    private readonly phases: Random,
    world: { readonly trace: Trace; readonly capacityOfTask: number },
  ) {
    this.cooldowns = new Cooldowns(conditions.cooldownBase);
    for (const policy of service.policies) this.add(policy, world.trace, world.capacityOfTask);
    this.plan();
  }

  /** Does what is due at the end of a second. */
  public act(now: number): void {
    const floor = this.floors.length === 0 ? 0 : this.follow(now);
    if (now < this.due) return;
    const proposals: Proposal[] = [];
    for (const { watch, propose, policy } of this.invocations) {
      if (watch.due > now || !watch.evaluate(now)) continue;
      const proposal = propose(watch.value, this.cooldowns.baseOf(policy, now, this.desired), this.desired);
      if (proposal) proposals.push(proposal);
    }
    this.plan();
    if (proposals.length > 0) this.settle(now, proposals, floor);
  }

  private add(policy: Policy, trace: Trace, capacityOfTask: number): void {
    switch (policy.kind) {
      case 'step':
        return this.addStep(policy);
      case 'target-tracking':
        return this.addTargetTracking(policy);
      case 'predictive':
        this.floors.push({ policy: policy.name, floor: forecast(policy, trace, capacityOfTask) });
    }
  }

  private addStep(policy: StepPolicy): void {
    const { alarm, name, cooldownSeconds } = policy;
    if (!alarm || !this.hasData(alarm.expression)) return;
    const watch = this.watch(alarm);
    const propose: Invocation['propose'] = (value, base, current) => {
      const difference = value - alarm.threshold;
      const out = stepCapacity(policy, base, difference);
      if (out === undefined) return undefined;
      // A removal is counted from what there is, and an addition never removes what a cooldown has counted in.
      const capacity = out < base ? (stepCapacity(policy, current, difference) ?? current) : Math.max(out, current);
      return { policy: name, capacity, cooldownSeconds };
    };
    this.invocations.push({ watch, propose, policy: name });
  }

  private addTargetTracking(policy: TargetTrackingPolicy): void {
    const { name, target } = policy;
    if (!this.hasData(policy.expression)) return;
    this.invocations.push({
      watch: this.watch(highAlarm(policy)),
      propose: (value, base, current) => ({
        policy: name,
        capacity: Math.max(current, proportional(base, value, target)),
        cooldownSeconds: policy.scaleOutCooldownSeconds,
      }),
      policy: name,
    });
    if (policy.disableScaleIn) return;
    const low = this.watch(lowAlarm(policy));
    this.trackers.push({ policy, low });
    this.invocations.push({ watch: low, propose: () => this.proposeScaleIn(policy), policy: name });
  }

  /** All that track a target have to agree; the largest capacity that one of them wants wins. */
  private proposeScaleIn({ name, scaleInCooldownSeconds }: TargetTrackingPolicy): Proposal | undefined {
    let capacity = 0;
    for (const { policy, low } of this.trackers) {
      if (low.state !== 'ALARM' || Number.isNaN(low.value)) return undefined;
      const wanted = lowerCapacity(this.desired, low.value, policy.target, this.conditions.scaleIn);
      capacity = Math.max(capacity, wanted);
    }
    return { policy: name, capacity, cooldownSeconds: scaleInCooldownSeconds };
  }

  /** Of what policies want at one time the largest capacity wins. */
  private settle(now: number, proposals: readonly Proposal[], floor: number): void {
    const largest = proposals.reduce((most, proposal) => (proposal.capacity > most.capacity ? proposal : most));
    const wanted = this.clamp(largest.capacity, floor);
    if (wanted > this.desired) {
      this.cooldowns.scaledOut(largest.policy, now, this.desired, largest.cooldownSeconds);
      this.change(now, wanted, largest.policy);
    } else if (wanted < this.desired && largest.capacity < this.desired) {
      if (!this.cooldowns.allowsScaleIn(largest.policy, now)) return;
      this.cooldowns.scaledIn(largest.policy, now, largest.cooldownSeconds);
      this.change(now, wanted, largest.policy);
    }
  }

  /** Raises the wanted tasks to what is forecast, and returns that. */
  private follow(now: number): number {
    let floor = 0;
    for (const { policy, floor: at } of this.floors) {
      floor = Math.max(floor, at(now));
      const wanted = this.clamp(floor, 0);
      if (wanted > this.desired) this.change(now, wanted, policy);
    }
    return floor;
  }

  private clamp(capacity: number, floor: number): number {
    return Math.min(this.service.maxTasks, Math.max(this.service.minTasks, floor, capacity));
  }

  private change(second: number, to: number, policy: string): void {
    this.actions.push({ second, from: this.desired, to, policy });
    this.desired = to;
  }

  private hasData(expression: Parameters<typeof usesHighResolutionCpu>[0]): boolean {
    return this.service.highResolutionCpu || !usesHighResolutionCpu(expression);
  }

  private watch(alarm: ConstructorParameters<typeof AlarmWatch>[0]): AlarmWatch {
    return new AlarmWatch(alarm, this.metrics, this.conditions.delays, this.phases);
  }

  private plan(): void {
    this.due = this.invocations.reduce((first, { watch }) => Math.min(first, watch.due), Infinity);
  }
}
