import { setTimeout as sleep } from 'node:timers/promises';
import { HealthJudge, type Health } from './health';
import type { OriginLink } from './origin';

/** Milliseconds between two looks. */
const PERIOD = 500;

/** Looks at every region from every place, again and again, and tells when it calls a region something else. */
export class Probes {
  private isOpen = true;
  private readonly loops: Promise<void>[];

  /**
   * @param links The ways to regions by the name of the region, for each place.
   * @param changed Told at each change, and not waited for.
   */
  public constructor(
    links: ReadonlyMap<string, ReadonlyMap<string, OriginLink>>,
    private readonly changed: (region: string, health: Health) => void,
  ) {
    const places = [...links.keys()];
    const regions = [...new Set([...links.values()].flatMap((own) => [...own.keys()]))];
    const judges = new Map(regions.map((region) => [region, new Called(new HealthJudge(places), region, this.tell)]));
    this.loops = [...links].flatMap(([place, own]) =>
      [...own].map(([region, link]) => this.look(place, link, judges.get(region))),
    );
  }

  public async stop(): Promise<void> {
    this.isOpen = false;
    await Promise.all(this.loops);
  }

  private readonly tell = (region: string, health: Health): void => {
    if (this.isOpen) this.changed(region, health);
  };

  private async look(place: string, link: OriginLink, called?: Called): Promise<void> {
    while (this.isOpen) {
      called?.note(place, await link.isReady());
      await sleep(PERIOD);
    }
  }
}

/** What a region is called at present. */
class Called {
  private health: Health = 'healthy';

  public constructor(
    private readonly judge: HealthJudge,
    private readonly region: string,
    private readonly tell: (region: string, health: Health) => void,
  ) {}

  public note(place: string, ready: boolean): void {
    const health = this.judge.note(place, ready);
    if (health === this.health) return;
    this.health = health;
    this.tell(this.region, health);
  }
}
