export { RegionMode } from '../contract/region-plan/plan';
export * from './cache-kind';
export * from './database-engine';
export * from './growth-stage';
export * from './platform';
export * from './platform-props';
export * from './platform-region';
export * from './platform-worker';
export * from './stage-settings';
