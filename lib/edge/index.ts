export * from './edge';
export * from './edge-domain';
export * from './edge-props';
