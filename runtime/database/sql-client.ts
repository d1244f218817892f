/** What of a connection to a database is used: clients and pools of `pg` are it as they are. */
export interface SqlClient {
  query(text: string, values?: unknown[]): Promise<SqlResult>;
}

/** What a query answers. */
export interface SqlResult {
  readonly rows: readonly unknown[];
  /** Number of rows that were read, added, changed or deleted. */
  readonly rowCount: number | null;
  /** What was done: `ROLLBACK` where a transaction was to be committed of which a statement had failed. */
  readonly command?: string;
}
