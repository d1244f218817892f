import { controlAtRest, renderControl, type RegionControl, type RegionMove } from '../../lib/contract/region-control';
import type { ControlStore, Stored } from '../evacuation/levers';
import { PLAN } from './regions';

/** Stands for the control table, which every region has a copy of: it outlives the loss of any of them. */
export class Control implements ControlStore {
  /** Moves that are over, and how each ended. */
  public readonly history: { readonly move: RegionMove; readonly outcome: string }[] = [];
  private stored: Stored = { version: 0 };

  public get record(): RegionControl {
    return this.stored.control ?? controlAtRest(PLAN);
  }

  /** What is written down, as text. */
  public get text(): string {
    return renderControl(this.record);
  }

  public read(): Promise<Stored> {
    return Promise.resolve(this.stored);
  }

  public write(control: RegionControl, version: number): Promise<boolean> {
    if (version !== this.stored.version) return Promise.resolve(false);
    this.stored = { control, version: version + 1 };
    return Promise.resolve(true);
  }

  public keep(move: RegionMove, outcome: string): Promise<void> {
    this.history.push({ move, outcome });
    return Promise.resolve();
  }
}
