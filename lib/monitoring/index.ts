export * from './api';
export * from './monitoring';
