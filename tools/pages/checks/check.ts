import type { Browser } from 'playwright-core';
import type { MadePage } from '../subject';

/** What a check looks at. */
export interface Exhibit {
  readonly browser: Browser;
  readonly made: MadePage;
  /** Where the page is. */
  readonly file: string;
}

/** One promise about every page. */
export interface Check {
  readonly name: string;
  /** What is wrong; nothing when the promise is kept. */
  readonly problems: (exhibit: Exhibit) => Promise<readonly string[]>;
}
