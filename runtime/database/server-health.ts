/** How a server is. */
export interface ServerHealth {
  /** Whether it is used. A reader that is not known yet is not. */
  readonly usable: boolean;
  /** Seconds that a reader is behind the writer, where that is known. */
  readonly lagSeconds?: number;
}
