export * from './cache';
export * from './cache-replica';
export * from './global-datastore';
export * from './node-cache';
export * from './serverless-cache';
