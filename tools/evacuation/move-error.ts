/** A move that cannot be begun, or not be gone on with: its message says what to do. */
export class MoveError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MoveError';
  }
}
