export * from './work-queue';
export * from './work-queue-props';
