export * from './edge';
export * from './edge-domain';
