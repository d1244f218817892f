export * from './cluster';
export { startCluster } from './start';
