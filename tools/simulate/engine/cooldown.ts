/** What scaled last, and for how long that holds others back. */
class Cooldown {
  private base = 0;
  private outUntil = 0;
  private inUntil = 0;

  /** Capacity that a scale-out is counted from: while one is in effect, what there was before it. */
  public baseOf(now: number, capacity: number): number {
    return now < this.outUntil ? Math.min(this.base, capacity) : capacity;
  }

  public allowsScaleIn(now: number): boolean {
    return now >= this.inUntil;
  }

  public scaledOut(now: number, from: number, seconds: number): void {
    if (now >= this.outUntil) this.base = from;
    this.outUntil = Math.max(this.outUntil, now + seconds);
  }

  public endScaleIn(): void {
    this.inUntil = 0;
  }

  public scaledIn(now: number, seconds: number): void {
    this.inUntil = now + seconds;
    this.outUntil = 0;
  }
}

/**
 * Cooldowns of a scalable target. In that of a scale-out, what it added counts as part of the next: only a larger one
 * goes through, and is counted from the same capacity. That of a scale-in holds back scale-ins only, and ends with a scale-out.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
 */
export class Cooldowns {
  private readonly byPolicy = new Map<string, Cooldown>();

  public constructor(private readonly base: 'target' | 'policy') {}

  public baseOf(policy: string, now: number, capacity: number): number {
    return this.of(policy).baseOf(now, capacity);
  }

  public allowsScaleIn(policy: string, now: number): boolean {
    return this.of(policy).allowsScaleIn(now);
  }

  public scaledOut(policy: string, now: number, from: number, seconds: number): void {
    this.of(policy).scaledOut(now, from, seconds);
    for (const cooldown of this.byPolicy.values()) cooldown.endScaleIn();
  }

  public scaledIn(policy: string, now: number, seconds: number): void {
    this.of(policy).scaledIn(now, seconds);
  }

  private of(policy: string): Cooldown {
    const key = this.base === 'target' ? '' : policy;
    const known = this.byPolicy.get(key);
    if (known) return known;
    const cooldown = new Cooldown();
    this.byPolicy.set(key, cooldown);
    return cooldown;
  }
}
