/** What of a client of Valkey or Redis is used: clients of `@redis/client`, of one node and of a cluster, are it as they are. */
export interface CacheClient {
  get(key: string): Promise<unknown>;
  set(key: string, value: string, options: CacheSetOptions): Promise<unknown>;
  del(keys: string[]): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** Sets a key only where it is not there, for a number of milliseconds. */
export interface CacheSetOptions {
  readonly condition: 'NX';
  readonly expiration: { type: 'PX'; value: number };
}
