import { DatabaseUnavailableError } from '../database/failures';

/** Thrown where a slot moves, and could not be reached in time. Nothing was done: it can be tried again. */
export class SlotUnavailableError extends DatabaseUnavailableError {
  public override readonly name = 'SlotUnavailableError';
}
