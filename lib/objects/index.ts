export * from './object-replication';
export * from './object-store';
