/**
 * What a figure rests on: AWS says so, somebody has measured it, or it is our assumption, which a drill or a real account has to replace.
 */
export type Basis = 'documented' | 'measured' | 'assumed';

/** Seconds that something takes, and who says so. */
export interface Figure {
  readonly seconds: number;
  readonly basis: Basis;
  /** Address of the page, or the name of the measurement. */
  readonly source: string;
  readonly note: string;
}
