import { PROTECT } from './schema/protect';
import { READERS } from './schema/readers';
import { SOURCE } from './schema/source';
import { TARGET } from './schema/target';
import { AS_OWNER, SLOT_LOCKS } from './schema/terms';
import { WRITERS } from './schema/writers';

const TABLES = `
DO $body$ BEGIN
  IF current_setting('server_version_num')::integer < 150000 THEN
    RAISE EXCEPTION 'sharding needs PostgreSQL 15 or later, got %', current_setting('server_version');
  END IF;
  PERFORM pg_advisory_xact_lock(${SLOT_LOCKS}, -1);
END $body$;
CREATE SCHEMA IF NOT EXISTS sharding;
CREATE TABLE IF NOT EXISTS sharding.self (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  shard integer NOT NULL CHECK (shard BETWEEN 0 AND 255),
  begun timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE IF NOT EXISTS sharding.slots (
  slot smallint PRIMARY KEY CHECK (slot BETWEEN 0 AND 4095),
  state text NOT NULL CHECK (state IN ('owned', 'fenced', 'moved', 'receiving')),
  until timestamptz,
  peer integer,
  token text,
  CHECK ((state = 'fenced') = (until IS NOT NULL)),
  CHECK ((state = 'owned') = (token IS NULL)),
  CHECK ((state IN ('moved', 'receiving')) = (peer IS NOT NULL))
);
CREATE TABLE IF NOT EXISTS sharding.marks (
  subscription text,
  token text,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (subscription, token)
);`;

const BEGIN = `
CREATE OR REPLACE FUNCTION sharding.begin(number integer) RETURNS void LANGUAGE plpgsql ${AS_OWNER} AS $body$
DECLARE
  known integer;
BEGIN
  INSERT INTO sharding.self (shard) VALUES (number) ON CONFLICT DO NOTHING;
  IF FOUND THEN
    INSERT INTO sharding.slots (slot, state) SELECT generate_series(0, 4095), 'owned' WHERE number = 0;
    RETURN;
  END IF;
  SELECT shard INTO known FROM sharding.self;
  IF known <> number THEN
    RAISE EXCEPTION 'this database must stay shard %, got %; look at where the connection leads', known, number
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
END $body$;`;

const RIGHTS = `
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA sharding FROM PUBLIC;
GRANT USAGE ON SCHEMA sharding TO PUBLIC;
GRANT SELECT ON sharding.tables TO PUBLIC;
GRANT EXECUTE ON FUNCTION sharding.enter(integer), sharding.check(integer), sharding.accept(smallint[], text),
  sharding.elsewhere(smallint[]), sharding.protect(regclass), sharding.guard(), sharding.guard_truncate() TO PUBLIC;`;

/**
 * What a shard has to have, for PostgreSQL 15 or later: run it with the migrations of the application, as often as wanted; then `sharding.begin`
 * with the number of the shard, and `sharding.protect` for each sharded table. The owner of the schema and its administrators move slots;
 * everybody else may write where the shard owns the slot, ask with `sharding.check` and `sharding.enter`, and accept what the source of a
 * slot told a token of.
 */
export const SHARDING_DDL: string = [TABLES, BEGIN, WRITERS, READERS, PROTECT, SOURCE, TARGET, RIGHTS].join('\n');
