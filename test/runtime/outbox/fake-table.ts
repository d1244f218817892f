import type { OutboxJob, SqlClient, SqlResult, TransactionRunner } from '../../../runtime';

interface Row extends OutboxJob {
  attempts: number;
  dueAt: number;
}

/** The table of the outbox in memory, with the clock of jest: it knows the statements of the relay by their first word. */
export class FakeTable implements TransactionRunner, SqlClient {
  public rows: Row[] = [];
  public transactions = 0;
  public down = false;
  /** Ids that another relay holds. */
  public readonly held = new Set<string>();

  public add(id: string): void {
    this.rows.push({ id, queue: 'jobs', body: `body of ${id}`, attempts: 0, dueAt: Date.now() });
  }

  public async write<T>(work: (client: SqlClient) => Promise<T>): Promise<{ result: T }> {
    this.transactions += 1;
    if (this.down) throw new Error('no database');
    return { result: await work(this) };
  }

  public query(text: string, [value]: unknown[] = []): Promise<SqlResult> {
    const rows = this.run(text, value);
    return Promise.resolve({ rows, rowCount: rows.length });
  }

  private run(text: string, value: unknown): unknown[] {
    const [statement] = /^\w+( extract)?/.exec(text) ?? [];
    if (statement === 'SELECT') return this.due().slice(0, value as number);
    if (statement === 'DELETE') this.rows = this.rows.filter(({ id }) => !(value as string[]).includes(id));
    if (statement === 'UPDATE') this.rows.filter(({ id }) => (value as string[]).includes(id)).forEach(postpone);
    if (statement === 'SELECT extract') return [{ seconds: this.secondsUntilDue() }];
    return [];
  }

  private due(): Row[] {
    return this.rows.filter(({ id, dueAt }) => dueAt <= Date.now() && !this.held.has(id));
  }

  private secondsUntilDue(): number | null {
    if (this.rows.length === 0) return null;
    return (Math.min(...this.rows.map(({ dueAt }) => dueAt)) - Date.now()) / 1000;
  }
}

function postpone(row: Row): void {
  row.dueAt = Date.now() + Math.min(60, 2 ** row.attempts) * 1000;
  row.attempts += 1;
}
