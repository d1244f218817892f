import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Kind } from './plan';

/** What became of a request. No request is made twice by its client: what the router does by itself is time. */
export interface Outcome {
  /** Milliseconds since 1970 at which it was to be made. */
  readonly at: number;
  /** Milliseconds from then to its end: what it waited here counts. */
  readonly milliseconds: number;
  readonly kind: Kind;
  /** The slot that it belongs to; nothing for what asks every shard. */
  readonly slot?: number;
  /** How often its work was run; more than once where a fence or a move was in its way. */
  readonly attempts: number;
  /** Why it failed. */
  readonly error?: string;
  /** A write that was acknowledged. */
  readonly write?: Write;
  /** Whether a read did not show what this process had been told is written. */
  readonly stale?: boolean;
}

/** A write as its client knows it. */
export interface Write {
  /** What the client calls it: nobody else knows it before. */
  readonly request: string;
  /** The order that it was told. */
  readonly id: string;
  readonly key: string;
}

/** The file in which a load process writes down what became of each request, before it does anything else: it outlives the process. */
export class Ledger {
  private readonly file: number;

  public constructor(path: string) {
    this.file = openSync(path, 'a');
  }

  public add(outcome: Outcome): void {
    writeSync(this.file, `${JSON.stringify(outcome)}\n`);
  }

  public close(): void {
    closeSync(this.file);
  }
}

/** What a load process has written down, in the order of its requests. A last line that was cut short was never told to anybody. */
export function readLedger(path: string): Outcome[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Outcome).sort((one, other) => one.at - other.at);
}
