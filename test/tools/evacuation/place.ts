import type { RegionControl, RegionMove, Survey, Tasks } from '../../../lib/contract/region-control';
import { regionCapacities } from '../../../lib/contract/region-plan/capacity';
import type { RegionPlan } from '../../../lib/contract/region-plan/plan';
import { sharesAtRest, type Shares } from '../../../lib/contract/region-plan/shares';
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
  public writer: string;
  public edgeWriter: string;
  public stored: Stored = { version: 0 };
  public history: Record<string, string> = {};
  /** Every region that was asked something, and every operation. */
  public asked = new Set<string>();
  public operations: string[] = [];
  public complaining: (operation: number) => readonly string[] = () => [];
  public shortage: readonly string[] = [];
  public lag: number | undefined = 1;
  public crashAt?: { readonly operation: number; readonly isDone: boolean };
  public milliseconds = Date.parse('2026-01-01T00:00:00Z');
  public said: string[] = [];

  public constructor(public readonly plan: RegionPlan) {
    const rest = sharesAtRest(plan);
    const tasks = regionCapacities(plan).map(({ region, standing }) => [region, Math.ceil(standing * WHOLE)] as const);
    this.weights = weightsAtRest(plan);
    this.minimums = Object.fromEntries(tasks.map(([region, least]) => [region, { web: least }]));
    this.running = structuredClone(this.minimums);
    this.writer = plan.regions.find((region) => rest[region] > 0) ?? plan.regions[0];
    this.edgeWriter = this.writer;
  }

  public ground(holder: string): MoveGround {
    const clock = {
      now: () => this.milliseconds,
      sleep: (seconds: number) => {
        this.milliseconds += seconds * 1000;
        return Promise.resolve();
      },
    };
    return { plan: this.plan, levers: this, store: this, clock, holder, say: (line) => this.said.push(line) };
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

  public lagOf(region: string, writer: string): Promise<number | undefined> {
    return this.done('lagOf', [region], () => (region === writer ? 0 : this.lag));
  }

  public shift(weights: Weights): Promise<void> {
    return this.done('shift', [], () => {
      this.weights = weights;
    });
  }

  public complaints(regions: readonly string[]): Promise<readonly string[]> {
    return this.done('complaints', regions, () => this.complaining(this.operations.length));
  }

  public promote(region: string): Promise<void> {
    return this.done('promote', [region], () => {
      this.writer = region;
    });
  }

  public isPromoted(region: string): Promise<boolean> {
    return this.done('isPromoted', [region], () => this.writer === region);
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
    if (!crashAt || number < crashAt.operation) return Promise.resolve(act());
    if (number === crashAt.operation && crashAt.isDone) act();
    return Promise.reject(new Crash());
  }
}

function only<T>(from: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(keys.map((key) => [key, from[key]]));
}
