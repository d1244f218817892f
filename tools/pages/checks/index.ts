import { ACCESSIBLE, CONTRAST } from './accessibility';
import type { Check } from './check';
import { FIGURES } from './figures';
import { OVERFLOW, PRINT } from './layout';
import { CONSOLE, NETWORK, SCRIPTS } from './quiet';

/** What every page promises. */
export const CHECKS: readonly Check[] = [CONSOLE, NETWORK, SCRIPTS, OVERFLOW, PRINT, ACCESSIBLE, CONTRAST, FIGURES];
