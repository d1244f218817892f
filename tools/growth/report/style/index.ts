import { BASE } from './base';
import { COSTS } from './costs';
import { PRINT } from './print';
import { STEPS } from './steps';
import { SUMMARY } from './summary';
import { TABLES } from './tables';
import { COLOURS } from './theme';
import { TIERS } from './tiers';
import { WIDTHS } from './widths';

/** All of the page's style, in the order in which rules override each other. */
export const STYLE = [COLOURS, BASE, SUMMARY, TABLES, STEPS, COSTS, TIERS, WIDTHS, PRINT].join('');
