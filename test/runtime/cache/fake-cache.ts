import type { CacheClient, CacheSetOptions } from '../../../runtime';

interface Entry {
  readonly text: string;
  readonly expires: number;
}

/** A cache of one process, with the clock of jest, that answers, refuses, hangs, or is only read. */
export class FakeCache implements CacheClient {
  public readonly entries = new Map<string, Entry>();
  public calls = 0;
  public state: 'up' | 'down' | 'frozen' | 'read-only' = 'up';

  public get(key: string): Promise<unknown> {
    return this.answer(() => this.find(key));
  }

  public set(key: string, text: string, { expiration }: CacheSetOptions): Promise<unknown> {
    return this.write(() => {
      if (this.find(key) !== null) return null;
      this.put(key, text, expiration.value);
      return 'OK';
    });
  }

  public del(keys: string[]): Promise<unknown> {
    return this.write(() => keys.filter((key) => this.entries.delete(key)).length);
  }

  /** What the two scripts do, told apart by whether they set something. */
  public eval(script: string, { keys, arguments: values }: { keys: string[]; arguments: string[] }): Promise<unknown> {
    return this.write(() => {
      const [value = '', lease = ''] = keys;
      const [token, text = '', milliseconds] = values;
      if (this.find(lease) !== token) return 0;
      this.entries.delete(lease);
      if (script.includes("'set'")) this.put(value, text, Number(milliseconds));
      return 1;
    });
  }

  /** What is stored under a key of the application, and for how many milliseconds. */
  public stored(key: string): { text: string; milliseconds: number } | undefined {
    const entry = this.entries.get(`value:{${key}}`);
    return entry && { text: entry.text, milliseconds: entry.expires - Date.now() };
  }

  private find(key: string): string | null {
    const entry = this.entries.get(key);
    return entry && entry.expires > Date.now() ? entry.text : null;
  }

  private put(key: string, text: string, milliseconds: number): void {
    this.entries.set(key, { text, expires: Date.now() + milliseconds });
  }

  /** Refused as Valkey does it where it follows another. */
  private write(work: () => unknown): Promise<unknown> {
    if (this.state !== 'read-only') return this.answer(work);
    this.calls += 1;
    return Promise.reject(new Error("READONLY You can't write against a read only replica."));
  }

  private answer(work: () => unknown): Promise<unknown> {
    this.calls += 1;
    if (this.state === 'frozen') return new Promise(() => undefined);
    if (this.state === 'down') return Promise.reject(new Error('connection refused'));
    return Promise.resolve(work());
  }
}
