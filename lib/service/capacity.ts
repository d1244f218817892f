import type * as ecs from 'aws-cdk-lib/aws-ecs';
import { refuse, wholeNumber, type Rule } from '../private/validate';

/**
 * What tasks run on: on-demand Fargate, or Spot above an on-demand base. Changing it moves tasks in place, because services
 * have a capacity-provider strategy from the first day.
 */
export class Capacity {
  /** Every task on demand: it keeps running until the service stops it. */
  public static onDemand(): Capacity {
    return new Capacity();
  }

  /**
   * A base of tasks on demand, and every further task on Spot: about 70 % cheaper, stopped with two minutes of notice when AWS
   * needs the capacity back, and not started at all while there is none. So the base has to carry the service alone.
   *
   * @param onDemandBase Tasks that run on demand, at least the service's `minTasks`.
   */
  public static spotAbove(onDemandBase: number): Capacity {
    return new Capacity(onDemandBase);
  }

  /**
   * As many tasks on demand as the service's `minTasks`, one at least, and every further task on Spot: what the service starts with
   * keeps running, and what load adds is about 70 % cheaper.
   */
  public static spotAboveMinimum(): Capacity {
    return new Capacity(undefined, true);
  }

  private constructor(
    private readonly onDemandBase?: number,
    private readonly followsMinimum = false,
  ) {}

  /**
   * Refuses a base that does not carry the service.
   *
   * @internal
   */
  public _rules(minTasks: number, maxTasks: number): Rule[] {
    const base = this.onDemandBase;
    const remedy = 'Spot tasks are stopped at short notice, and not replaced while Spot is short';
    return [
      wholeNumber('capacity.onDemandBase', base, 0, maxTasks, remedy),
      refuse(
        base !== undefined && base < minTasks,
        `capacity.onDemandBase must be at least minTasks, got ${base} with minTasks ${minTasks}; ${remedy}`,
      ),
    ];
  }

  /**
   * The strategy of the service.
   *
   * @internal
   */
  public _render(minTasks: number): ecs.CapacityProviderStrategy[] {
    const base = this.followsMinimum ? Math.max(1, minTasks) : this.onDemandBase;
    if (base === undefined) return [{ capacityProvider: 'FARGATE', weight: 1 }];
    return [
      { capacityProvider: 'FARGATE', base, weight: 0 },
      { capacityProvider: 'FARGATE_SPOT', weight: 1 },
    ];
  }
}
