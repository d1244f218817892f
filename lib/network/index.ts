export * from './nat';
export * from './network';
