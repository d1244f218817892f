import type { Levers } from '../levers';

/** The database of all regions, as far as moves go. */
export type MovedDatabase = Pick<Levers, 'lagOf' | 'promote' | 'isPromoted'>;
