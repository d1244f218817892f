import { OUTBOX_DDL, PROCESSED_DDL } from '../../../runtime';

/**
 * What the database looks like, in steps that are applied once and in order. Each of them leaves the former version of the service
 * working, which runs beside it during a deployment: tables and columns are added first, and removed a version later.
 */
export interface Migration {
  readonly id: string;
  readonly statements: readonly string[];
}

export const MIGRATIONS: readonly Migration[] = [
  {
    id: '0001-photos',
    statements: [
      `CREATE TABLE users (
         name text PRIMARY KEY,
         password_hash text NOT NULL,
         created_at timestamptz NOT NULL DEFAULT now()
       )`,
      `CREATE TABLE photos (
         id uuid PRIMARY KEY,
         author text NOT NULL REFERENCES users (name),
         idempotency_key text NOT NULL,
         digest text NOT NULL,
         caption text NOT NULL,
         object_key text NOT NULL,
         media_type text NOT NULL,
         posted_at timestamptz NOT NULL DEFAULT now(),
         processed integer NOT NULL DEFAULT 0,
         UNIQUE (author, idempotency_key)
       )`,
      'CREATE INDEX photos_of_author ON photos (author, posted_at DESC)',
      `CREATE TABLE thumbnails (
         photo uuid PRIMARY KEY REFERENCES photos (id),
         object_key text NOT NULL,
         width integer NOT NULL,
         height integer NOT NULL,
         made_at timestamptz NOT NULL DEFAULT now()
       )`,
      `CREATE TABLE follows (
         follower text NOT NULL REFERENCES users (name),
         followed text NOT NULL REFERENCES users (name),
         since timestamptz NOT NULL DEFAULT now(),
         PRIMARY KEY (follower, followed)
       )`,
      // Jobs on their way to the queue, and those that are done.
      OUTBOX_DDL,
      PROCESSED_DDL,
    ],
  },
];
