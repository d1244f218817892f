import type { RegionControl, RegionMove } from '../../lib/contract/region-control';
import { MoveError } from './move-error';
import type { MoveGround } from './levers';

/** Seconds after which somebody who has written nothing is taken for gone, and another may go on. */
export const LEASE_SECONDS = 60;

/** What is written down while a move is done. Nothing is done without a write before it, which fails as soon as somebody else has taken the move. */
export class Journal {
  public constructor(
    private readonly ground: Pick<MoveGround, 'store' | 'clock' | 'holder'>,
    private current: RegionControl,
    private version: number,
  ) {}

  public get control(): RegionControl {
    return this.current;
  }

  public get move(): RegionMove {
    const { move } = this.current;
    if (!move) throw new Error('no move is in progress');
    return move;
  }

  /** Holds the move for another minute, with what has changed. Throws when somebody else has written meanwhile. */
  public async write(change: Partial<RegionMove> = {}, control: Partial<RegionControl> = {}): Promise<void> {
    const { holder, clock } = this.ground;
    const heldUntil = new Date(clock.now() + LEASE_SECONDS * 1000).toISOString();
    await this.replace({ ...this.current, ...control, move: { ...this.move, ...change, holder, heldUntil } });
  }

  /** The move is over: history first, so that an interruption repeats it and loses nothing. */
  public async finish(outcome: 'done' | 'taken back'): Promise<void> {
    const { store, clock } = this.ground;
    await this.write();
    await store.keep(this.move, outcome, new Date(clock.now()).toISOString());
    await this.replace({ ...this.current, move: undefined });
  }

  /** Lets go of the move, so that it can be resumed at once. */
  public async release(): Promise<void> {
    await this.replace({ ...this.current, move: { ...this.move, heldUntil: this.move.began } });
  }

  private async replace(control: RegionControl): Promise<void> {
    if (!(await this.ground.store.write(control, this.version))) {
      throw new MoveError(
        'Somebody else has written to the control table, so nothing more is done here. See what they do, then resume.',
      );
    }
    this.current = control;
    this.version += 1;
  }
}

/** A move on its way. */
export interface MoveUnderWay extends MoveGround {
  readonly journal: Journal;
}
