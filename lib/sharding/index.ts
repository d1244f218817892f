export * from './distributed-sql';
export * from './limitless-database';
export * from './limitless-props';
export * from './sharded-database';
export * from './sharded-monitoring';
