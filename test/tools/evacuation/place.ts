import type { RegionControl, RegionMove, Survey, Tasks } from '../../../lib/contract/region-control';
import { regionCapacities } from '../../../lib/contract/region-plan/capacity';
import type { RegionPlan } from '../../../lib/contract/region-plan/plan';
import { sharesAtRest, type Shares } from '../../../lib/contract/region-plan/shares';
import type { Promotion } from '../../../lib/contract/region-plan/steps';
import { weightsAtRest, type Weights } from '../../../lib/contract/region-plan/weights';
import type { ControlStore, Levers, MoveGround, Stored } from '../../../tools/evacuation/levers';
import { leastTasks } from '../../../tools/evacuation/load';

/** Tasks that the whole load needs. */
const WHOLE = 60;
/** Tasks that a region may have. */
const MOST = 1000;

/** The process is gone, whatever it would have done next. */
export class Crash extends Error {}

/** Regions in memory, which can end the process at any of the operations that it asks for. */
export class Place implements Levers, ControlStore {
  public weights: Weights;
  public minimums: Record<string, Record<string, number>>;
  public running: Record<string, Record<string, number>>;
  /** The region that writes to each shard. */
  public writers: Record<number, string>;
  public edgeWriter: string;
  public stored: Stored = { version: 0 };
  public history: Record<string, string> = {};
  /** Every region that was asked something, and every operation. */
  public asked = new Set<string>();
  public operations: string[] = [];
  public complaining: (operation: number) => readonly string[] = () => [];
  public shortage: readonly string[] = [];
  public lag: number | undefined = 1;
  /** Shards whose promotion is refused, and those whose copies are late. */
  public refusing: readonly number[] = [];
  public late: readonly number[] = [];
  public crashAt?: { readonly operation: number; readonly isDone: boolean };
  public milliseconds = Date.parse('2026-01-01T00:00:00Z');
  public said: string[] = [];

  public constructor(
    public readonly plan: RegionPlan,
    public readonly shards: readonly number[] = [0],
  ) {
    const rest = sharesAtRest(plan);
    const tasks = regionCapacities(plan).map(({ region, standing }) => [region, Math.ceil(standing * WHOLE)] as const);
    this.weights = weightsAtRest(plan);
    this.minimums = Object.fromEntries(tasks.map(([region, least]) => [region, { web: least }]));
    this.running = structuredClone(this.minimums);
    this.edgeWriter = plan.regions.find((region) => rest[region] > 0) ?? plan.regions[0];
    this.writers = Object.fromEntries(shards.map((shard) => [shard, this.edgeWriter]));
  }

  /** The region that writes, or all of them where shards differ. */
  public get writer(): string {
    return [...new Set(Object.values(this.writers))].join(' and ');
  }

  public ground(holder: string): MoveGround {
    const clock = {
      now: () => this.milliseconds,
      sleep: (seconds: number) => {
        this.milliseconds += seconds * 1000;
        return Promise.resolve();
      },
    };
    const { plan, shards } = this;
    return { plan, shards, levers: this, store: this, clock, holder, say: (line) => this.said.push(line) };
  }

  /** A new process, after the hold of the former has ended. */
  public revive(): void {
    this.crashAt = undefined;
    this.milliseconds += 61_000;
  }

  /** What a move leaves behind. */
  public get state() {
    const { weights, minimums, writer, edgeWriter } = this;
    const outcomes = Object.values(this.history);
    return { weights, minimums, writer, edgeWriter, outcomes, control: this.stored.control };
  }

  public survey(regions: readonly string[]): Promise<Survey> {
    return this.done('survey', regions, () => ({
      weights: this.weights,
      minimums: structuredClone(only(this.minimums, regions)),
      running: structuredClone(only(this.running, regions)),
    }));
  }

  public shortOf(floors: Shares, survey: Survey): Promise<readonly string[]> {
    return this.done('shortOf', Object.keys(floors), () => {
      const tasks = Object.values(leastTasks(this.plan, floors, survey)).flatMap((one) => Object.values(one));
      return tasks.some((least) => least > MOST) ? ['too many'] : this.shortage;
    });
  }

  public raiseFloors(floors: Shares, survey: Survey): Promise<void> {
    return this.done('raiseFloors', Object.keys(floors), () => this.start(leastTasks(this.plan, floors, survey)));
  }

  public missing(regions: readonly string[]): Promise<readonly string[]> {
    return this.done('missing', regions, () =>
      regions.flatMap((region) => (this.running[region].web < this.minimums[region].web ? [`${region} is small`] : [])),
    );
  }

  public setFloors(tasks: Tasks): Promise<void> {
    return this.done('setFloors', Object.keys(tasks), () => this.start(tasks));
  }

  public lagOf(region: string, writer: string, shard: number): Promise<number | undefined> {
    const lag = this.late.includes(shard) ? 99 : this.lag;
    return this.done('lagOf', [region], () => (region === writer ? 0 : lag));
  }

  public shift(weights: Weights): Promise<void> {
    return this.done('shift', [], () => {
      this.weights = weights;
    });
  }

  public complaints(regions: readonly string[]): Promise<readonly string[]> {
    return this.done('complaints', regions, () => this.complaining(this.operations.length));
  }

  public promote(region: string, _promotion: Promotion, _writer: string, shard: number): Promise<void> {
    return this.done('promote', [region], () => {
      if (this.refusing.includes(shard)) throw new Error('it is being backed up');
      this.writers[shard] = region;
    });
  }

  public isPromoted(region: string, _promotion: Promotion, shard: number): Promise<boolean> {
    return this.done('isPromoted', [region], () => this.writers[shard] === region);
  }

  public sendWrites(region: string): Promise<void> {
    return this.done('sendWrites', [], () => {
      this.edgeWriter = region;
    });
  }

  public read(): Promise<Stored> {
    return this.done('read', [], () => this.stored);
  }

  public write(control: RegionControl, version: number): Promise<boolean> {
    return this.done('write', [], () => {
      if (version !== this.stored.version) return false;
      // As JSON, which is how it is stored.
      this.stored = { control: JSON.parse(JSON.stringify(control)) as RegionControl, version: version + 1 };
      return true;
    });
  }

  public keep(move: RegionMove, outcome: string): Promise<void> {
    return this.done('keep', [], () => {
      this.history[move.began] = outcome;
    });
  }

  private start(tasks: Tasks): void {
    for (const [region, services] of Object.entries(tasks)) {
      this.minimums[region] = { ...this.minimums[region], ...services };
      this.running[region] = { web: Math.max(this.running[region].web, services.web) };
    }
  }

  private done<T>(name: string, regions: readonly string[], act: () => T): Promise<T> {
    regions.forEach((region) => this.asked.add(region));
    this.milliseconds += 1;
    const number = this.operations.push(name) - 1;
    const { crashAt } = this;
    if (!crashAt || number < crashAt.operation) return new Promise((resolve) => resolve(act()));
    if (number === crashAt.operation && crashAt.isDone) act();
    return Promise.reject(new Crash());
  }
}

function only<T>(from: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(keys.map((key) => [key, from[key]]));
}
