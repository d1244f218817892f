import type { CfnPlan } from 'aws-cdk-lib/aws-arcregionswitch';
import type { SwitchTargets } from './switch-targets';
import { unhealthyAlarmName } from '../contract/region-health';
import { RegionMode, type RegionPlan } from '../contract/region-plan';
import { unreachableAlarmName } from '../contract/region-probe';

/** An alarm that a switch plan reads, and the region that it is in. */
export interface SwitchAlarm {
  readonly name: string;
  readonly region: string;
}

/** How many other regions have to agree that one is not reached, where there are as many. */
const OBSERVERS = 2;

/** An hour between executions that nobody has started: whatever has not helped within it needs a person. */
const MINUTES_BETWEEN_EXECUTIONS = 60;

/** The alarms of a switch plan, and what starts it by itself. */
export class SwitchAlarms {
  /** Whether each of the two regions is unhealthy for its users. */
  private readonly health: ReadonlyMap<string, SwitchAlarm>;
  /** Whether each of the two is not reached, as others see it. */
  private readonly unreachable: ReadonlyMap<string, readonly SwitchAlarm[]>;

  constructor(
    private readonly plan: RegionPlan,
    private readonly targets: SwitchTargets,
    name: string,
    probed: boolean,
  ) {
    const { regions } = targets;
    this.health = new Map(regions.map((region) => [region, { name: unhealthyAlarmName(name, region), region }]));
    this.unreachable = new Map(
      regions.map((lost) => {
        const observers = probed ? plan.regions.filter((region) => region !== lost).slice(0, OBSERVERS) : [];
        return [lost, observers.map((region) => ({ name: unreachableAlarmName(name, lost, region), region }))];
      }),
    );
  }

  /** All of them. */
  public get all(): SwitchAlarm[] {
    return [...this.health.values(), ...[...this.unreachable.values()].flat()];
  }

  /** Health measures the recovery, and starts it where alarms decide. An alarm has one type, so that it is there once for each. */
  public associated(): Record<string, CfnPlan.AssociatedAlarmProperty> {
    const health = [...this.health.values()];
    const alarm = (one: SwitchAlarm, alarmType: string): [string, CfnPlan.AssociatedAlarmProperty] => [
      keyOf(one, alarmType),
      { alarmType, resourceIdentifier: this.targets.alarm(one) },
    ];
    const measuring = health.map((one) => alarm(one, 'applicationHealth'));
    if (this.plan.decision === 'person') return Object.fromEntries(measuring);
    return Object.fromEntries([...measuring, ...this.all.map((one) => alarm(one, 'trigger'))]);
  }

  /** Nothing where a person decides. */
  public triggers(): CfnPlan.TriggerProperty[] | undefined {
    if (this.plan.decision === 'person') return undefined;
    const [home, second] = this.targets.regions;
    return this.plan.mode === RegionMode.ACTIVE_PASSIVE
      ? this.triggersOf('activate', second, home, second)
      : [...this.triggersOf('deactivate', home, home, second), ...this.triggersOf('deactivate', second, second, home)];
  }

  private triggersOf(action: string, targetRegion: string, lost: string, other: string): CfnPlan.TriggerProperty[] {
    const [unhealthy, healthy] = [this.health.get(lost), this.health.get(other)];
    const unreachable = this.unreachable.get(lost) ?? [];
    const trigger = (why: string, signs: readonly (SwitchAlarm | undefined)[]) => ({
      action,
      targetRegion,
      description: `${lost} is ${why}, and ${other} is healthy`,
      conditions: [
        ...signs.flatMap((sign) => (sign ? [conditionOf(sign, 'red')] : [])),
        ...(healthy ? [conditionOf(healthy, 'green')] : []),
      ],
      minDelayMinutesBetweenExecutions: MINUTES_BETWEEN_EXECUTIONS,
    });
    return [
      trigger('unhealthy for users', [unhealthy]),
      ...(unreachable.length > 0 ? [trigger('not reached by others', unreachable)] : []),
    ];
  }
}

function conditionOf(alarm: SwitchAlarm, condition: string): CfnPlan.TriggerConditionProperty {
  return { associatedAlarmName: keyOf(alarm, 'trigger'), condition };
}

function keyOf({ name }: SwitchAlarm, alarmType: string): string {
  return `${name}-${alarmType}`;
}
