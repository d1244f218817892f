import { Duration } from 'aws-cdk-lib';
import { durationBetween, refuse, secondsOf, within, type Rule } from '../private/validate';

/** Options of DeploymentStrategy.blueGreen. */
export interface BlueGreenOptions {
  /**
   * How long the former tasks stay after all requests have moved to the new ones: whole minutes, 1 to 1440. While it lasts, an alarm
   * moves the requests back within seconds. It should be longer than the alarm on errors takes, 3 minutes and the delay of its metric.
   *
   * @default Duration.minutes(5)
   */
  readonly bakeTime?: Duration;
}

/**
 * How new tasks take over from those that run. A service changes from rolling to blue/green in place: nothing is replaced, one target
 * group and one role are added. On the way back see `DeploymentStrategy.rolling`.
 */
export class DeploymentStrategy {
  /**
   * New tasks join those that run, and take their share of the requests as soon as they are healthy; then as many of the former ones go.
   *
   * A service that was blue/green may have its requests in the second target group, which goes: deploy once more first when
   * `aws elbv2 describe-rules` says so, or requests fail until the new tasks are healthy.
   */
  public static rolling(): DeploymentStrategy {
    return new DeploymentStrategy();
  }

  /**
   * As many new tasks as there are start beside them, in a target group of their own, and get every request at once when all of them are
   * healthy. The former ones stay for the bake time; until its end, an alarm moves the requests back within seconds.
   *
   * ECS moves requests by changing the rule of the listener that CloudFormation has created: whatever changes that rule afterwards
   * (`priority`, `paths`, `hosts`, tags of the stack) sends requests back to the first target group, whether tasks are there or not
   * (https://github.com/aws/aws-cdk/issues/36649). So settle these before; tokens of users (`jwt`) are refused.
   *
   * **Cost**: twice the tasks for each deployment, until the end of its bake time.
   *
   * @param options How long the former tasks stay.
   */
  public static blueGreen(options: BlueGreenOptions = {}): DeploymentStrategy {
    return new DeploymentStrategy(options.bakeTime ?? Duration.minutes(5));
  }

  private constructor(private readonly bakeTime?: Duration) {}

  /** @internal */
  public get _isBlueGreen(): boolean {
    return this.bakeTime !== undefined;
  }

  /** @internal */
  public _rules(): Rule[] {
    if (this.bakeTime === undefined) return [];
    const seconds = secondsOf(this.bakeTime);
    return within('deploymentStrategy.blueGreen', [
      durationBetween('bakeTime', this.bakeTime, 'seconds', 60, 86_400, 'the former tasks are paid for until then') ??
        refuse(
          seconds !== undefined && seconds % 60 !== 0,
          `bakeTime must be whole minutes, got ${seconds} seconds; write it as Duration.minutes(5)`,
        ),
    ]);
  }

  /**
   * What a service is told of it; nothing for the default of ECS.
   *
   * @internal
   */
  public _render(): { readonly strategy: string; readonly bakeTimeInMinutes: number } | undefined {
    return this.bakeTime && { strategy: 'BLUE_GREEN', bakeTimeInMinutes: this.bakeTime.toMinutes() };
  }
}
