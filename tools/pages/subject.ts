/** A page as it was made, and what it is compared with. */
export interface MadePage {
  /** Says which page it is, in a line of the lane. */
  readonly name: string;
  readonly html: string;
  /** What the same program prints for programs: every figure of the page comes from there. */
  readonly json?: unknown;
  /** Pointers of figures that the page has to show. */
  readonly figures?: readonly string[];
  /** Texts that a reader has to find, as they are written. */
  readonly texts?: readonly string[];
  /** Pictures for the documentation, written with `--update`. */
  readonly pictures?: readonly Picture[];
}

/** A picture of the top of a page. */
export interface Picture {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** A mistake that is planted into a page, and the check that has to find it. */
export interface Plant {
  readonly name: string;
  readonly check: string;
  readonly into: (page: MadePage) => MadePage;
}

/** Pages of one kind: a folder of its own in tools/pages. */
export interface Subject {
  readonly name: string;
  readonly make: (folder: string) => Promise<readonly MadePage[]>;
  /** Mistakes that only pages of this kind can have; those that any page can have are in plants.ts. */
  readonly plants: readonly Plant[];
}
