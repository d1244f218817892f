export * from './backup';
export * from './backup-props';
export * from './copy-vault';
