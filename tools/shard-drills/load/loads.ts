import { Load, type LoadPlan } from './load';
import type { Outcome } from './ledger';

/** Processes that make requests beside each other, each with a map of its own. */
const PROCESSES = 2;

/** What is asked of all processes together. */
export interface LoadsOptions extends Omit<LoadPlan, 'ledger'> {
  /** A name for the file of each process. */
  readonly ledgerOf: (process: number) => string;
}

/** The load of one drill. */
export class Loads {
  private readonly loads: Load[] = [];

  private constructor(private readonly options: LoadsOptions) {}

  /** Starts all processes, and waits for the first request of each. */
  public static async start(options: LoadsOptions): Promise<Loads> {
    const all = new Loads(options);
    for (let index = 0; index < PROCESSES; index++) all.add();
    await Promise.all(all.loads.map((load) => load.begun()));
    return all;
  }

  /** Kills a process with everything that is under way in it, and starts another one in its place. */
  public async killOne(): Promise<void> {
    this.loads[0].kill();
    await this.add().begun();
  }

  /** Makes no further request, and says what became of all of them. */
  public async finish(): Promise<Outcome[]> {
    this.loads.forEach((load) => load.end());
    return (await Promise.all(this.loads.map((load) => load.finish()))).flat();
  }

  private add(): Load {
    const { ledgerOf, ...plan } = this.options;
    const index = this.loads.length;
    const perSecond = plan.perSecond / PROCESSES;
    const load = new Load({ ...plan, perSecond, seed: 10 * plan.seed + index, ledger: ledgerOf(index) });
    this.loads.push(load);
    return load;
  }
}
