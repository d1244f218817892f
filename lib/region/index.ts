export * from './control-replica';
export * from './control-table';
export * from './global-entry';
export * from './region-health';
export * from './region-probe';
export * from './region-switch';
export * from './region-switch-database';
export * from './region-traffic';
export { RegionDatabase, RegionModel, type RegionModelProps } from './region-model';
