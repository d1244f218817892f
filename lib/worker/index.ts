export * from './queue-demand';
export * from './worker-props';
export * from './worker-service';
