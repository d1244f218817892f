/** A reshard that cannot be begun, or not be gone on with: its message says what to do. */
export class ReshardError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ReshardError';
  }
}
