import type { Health } from './edge/health';
import type { Ground } from './ground';
import type { TimedStep } from './judge/measured';
import { evacuate } from './moves';

/** An evacuation that nobody had asked for. */
export interface Recovery {
  readonly region: string;
  /** Milliseconds since 1970 at which every place had seen that the region is lost. */
  readonly detected: number;
  readonly steps: readonly TimedStep[];
}

/** Decides as the alarm does: a region that every place calls lost is evacuated at once. It makes one move at a time. */
export class Autopilot {
  /** What it has done so far. */
  public readonly recoveries: Recovery[] = [];
  /** What went wrong with it. */
  public readonly problems: string[] = [];
  public ground?: Ground;
  private isHeld = false;
  private moving?: Promise<void>;

  public readonly changed = (region: string, health: Health): void => {
    const { ground } = this;
    if (health === 'healthy' || !ground || this.isHeld || ground.control.record.away.includes(region)) return;
    this.moving = this.leave(ground, region, Date.now()).catch((error: unknown) => {
      this.problems.push(
        `the evacuation of ${region} failed: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
  };

  /** Somebody else moves regions, and it does not. */
  public async held<T>(act: () => Promise<T>): Promise<T> {
    this.isHeld = true;
    try {
      await this.moving;
      return await act();
    } finally {
      this.isHeld = false;
    }
  }

  private async leave(ground: Ground, region: string, detected: number): Promise<void> {
    const steps = await evacuate(ground, region, { isLost: true });
    this.recoveries.push({ region, detected, steps });
  }
}
