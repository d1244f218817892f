export * from './cache';
export * from './node-cache';
export * from './serverless-cache';
