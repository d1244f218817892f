export * from './safe-growth';
