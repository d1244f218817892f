export * from './control-replica';
export * from './control-table';
export { RegionDatabase, RegionModel, type RegionModelProps } from './region-model';
