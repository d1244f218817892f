export * from './session-replica';
export * from './session-store';
