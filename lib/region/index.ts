export * from './control-replica';
export * from './control-table';
export * from './region-health';
export { RegionDatabase, RegionModel, type RegionModelProps } from './region-model';
