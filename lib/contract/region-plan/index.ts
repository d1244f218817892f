/**
 * Several regions as one model: a `RegionPlan` goes in, plain objects come out. Pure, so that constructs, the command line, drills and tables of the
 * documentation say the same (docs/adr/0026-region-plan.md).
 */
export * from './budget';
export * from './capacity';
export * from './evacuation';
export * from './figure';
export * from './plan';
export * from './promotion-rounds';
export * from './replication';
export * from './shares';
export * from './steps';
export * from './stored-plan';
export * from './waves';
export * from './weights';
