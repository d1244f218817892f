/** The subnet groups of a network, each in every zone. */
export enum Tier {
  PUBLIC = 'Public',
  APP = 'App',
  DATA = 'Data',
}

/** In the order of the address plan. */
export const TIERS: readonly Tier[] = [Tier.PUBLIC, Tier.APP, Tier.DATA];
