export * from './capacity';
export * from './scaling';
export * from './scaling-options';
export * from './scaling-preset';
export * from './service-binding';
export * from './service-cluster';
export * from './service-props';
export * from './task-size';
