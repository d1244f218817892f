/**
 * Table of the outbox, for PostgreSQL 10 or later: add it with the migrations of the application. A row is there from the commit of
 * the data that it belongs to until its delivery.
 *
 * MySQL 8 has `SKIP LOCKED` too, but neither `ON CONFLICT` nor arrays, and its clients number no parameters: `Outbox` and
 * `OutboxRelay` speak PostgreSQL alone.
 */
export const OUTBOX_DDL: string = `CREATE TABLE IF NOT EXISTS outbox (
  position bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  id text PRIMARY KEY,
  queue text NOT NULL,
  body text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now(),
  added_at timestamptz NOT NULL DEFAULT now()
)`;
