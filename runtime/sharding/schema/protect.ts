import { AS_OWNER } from './terms';

/** The trigger comes last of those of a row, by its name: it judges what will be written. */
export const PROTECT = `
CREATE OR REPLACE FUNCTION sharding.protect(relation regclass) RETURNS void LANGUAGE plpgsql ${AS_OWNER} AS $body$
DECLARE
  class pg_class;
  slot_column pg_attribute;
  broken text[] := '{}';
BEGIN
  SELECT * INTO class FROM pg_class WHERE oid = relation;
  SELECT * INTO slot_column FROM pg_attribute WHERE attrelid = relation AND attname = 'slot' AND NOT attisdropped;
  IF NOT pg_has_role(session_user, class.relowner, 'USAGE') THEN
    broken := broken || format('%s is not of %s; call it as its owner', relation, session_user);
  END IF;
  IF class.relkind <> 'r' OR class.relpersistence <> 'p' OR class.relispartition THEN
    broken := broken || 'it must be an ordinary, logged table that is no partition'::text;
  END IF;
  IF slot_column.atttypid IS DISTINCT FROM 'smallint'::regtype OR NOT slot_column.attnotnull OR slot_column.attgenerated <> '' THEN
    broken := broken || 'it must have a column "slot smallint NOT NULL" that is not generated'::text;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_index WHERE indrelid = relation AND indisprimary) THEN
    broken := broken || 'it must have a primary key'::text;
  END IF;
  IF EXISTS (SELECT FROM pg_index WHERE indrelid = relation AND (indisunique OR indisexclusion)
      AND slot_column.attnum <> ALL ((string_to_array(indkey::text, ' ')::smallint[])[1:indnkeyatts])) THEN
    broken := broken || 'slot must be in its primary key and in each unique index, since no shard sees the rows of another'::text;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_index WHERE indrelid = relation AND indisvalid AND indpred IS NULL AND indkey[0] = slot_column.attnum) THEN
    broken := broken || 'an index must begin with slot, since slots are compared while they take no writes'::text;
  END IF;
  IF class.relreplident = 'n' OR class.relreplident = 'i' AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = relation AND indisreplident
      AND slot_column.attnum = ANY ((string_to_array(indkey::text, ' ')::smallint[])[1:indnkeyatts])) THEN
    broken := broken || 'slot must be in its replica identity'::text;
  END IF;
  IF cardinality(broken) > 0 THEN
    RAISE EXCEPTION '% cannot be sharded: %', relation, array_to_string(broken, '; ') USING ERRCODE = 'invalid_table_definition';
  END IF;
  -- Nobody waits for the lock of a table that is protected already.
  IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = relation AND tgfoid = 'sharding.guard()'::regprocedure AND tgenabled = 'O')
      AND EXISTS (SELECT FROM pg_trigger WHERE tgrelid = relation AND tgfoid = 'sharding.guard_truncate()'::regprocedure AND tgenabled = 'O') THEN
    RETURN;
  END IF;
  EXECUTE format('CREATE OR REPLACE TRIGGER zzz_sharding BEFORE INSERT OR UPDATE OR DELETE ON %s
    FOR EACH ROW EXECUTE FUNCTION sharding.guard()', relation);
  EXECUTE format('CREATE OR REPLACE TRIGGER zzz_sharding_truncate BEFORE TRUNCATE ON %s
    FOR EACH STATEMENT EXECUTE FUNCTION sharding.guard_truncate()', relation);
END $body$;`;
