import { SlotError } from '../../../lib/contract/shard-map/fence';
import { AS_OWNER, SLOT_LOCKS } from './terms';

/** The words in which a shard says that a slot is elsewhere. */
const REFUSE = `
CREATE OR REPLACE FUNCTION sharding.refuse(held sharding.slots, wanted integer) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
  IF held.state = 'moved' THEN
    RAISE EXCEPTION 'slot % has moved to shard %', wanted, held.peer USING ERRCODE = '${SlotError.MOVED}',
      DETAIL = json_build_object('slot', wanted, 'to', held.peer, 'token', held.token)::text;
  END IF;
  RAISE EXCEPTION 'slot % is not of this shard', wanted USING ERRCODE = '${SlotError.NOT_OWNED}',
    DETAIL = json_build_object('slot', wanted)::text;
END $body$;`;

/**
 * A transaction that writes to a slot holds the lock of it, shared, from before it looks at the slot until it has ended: so whoever moves the
 * slot can wait for all that have looked before. Each look sees what is committed by then, but not in a transaction with one snapshot for all of
 * its statements: there the row is locked too, which fails (40001) where it has changed since the snapshot.
 */
const ENTER = `
CREATE OR REPLACE FUNCTION sharding.enter(wanted integer) RETURNS void LANGUAGE plpgsql ${AS_OWNER} AS $body$
DECLARE
  held sharding.slots;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(${SLOT_LOCKS}, wanted);
  IF current_setting('transaction_isolation') IN ('read committed', 'read uncommitted') THEN
    SELECT * INTO held FROM sharding.slots WHERE slot = wanted;
  ELSE
    SELECT * INTO held FROM sharding.slots WHERE slot = wanted FOR SHARE;
  END IF;
  IF held.state = 'owned' OR held.state = 'fenced' AND clock_timestamp() >= held.until THEN
    RETURN;
  END IF;
  IF held.state = 'fenced' THEN
    RAISE EXCEPTION 'slot % takes no writes until %', wanted, held.until USING ERRCODE = '${SlotError.FENCED}',
      DETAIL = json_build_object('slot', wanted, 'until', held.until)::text;
  END IF;
  PERFORM sharding.refuse(held, wanted);
END $body$;`;

const CHECK = `
CREATE OR REPLACE FUNCTION sharding.check(wanted integer) RETURNS void LANGUAGE plpgsql ${AS_OWNER} AS $body$
DECLARE
  held sharding.slots;
BEGIN
  SELECT * INTO held FROM sharding.slots WHERE slot = wanted;
  IF held.state IN ('owned', 'fenced') THEN
    RETURN;
  END IF;
  PERFORM sharding.refuse(held, wanted);
END $body$;`;

const GUARD = `
CREATE OR REPLACE FUNCTION sharding.guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM sharding.enter(OLD.slot);
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.slot IS DISTINCT FROM OLD.slot THEN
    RAISE EXCEPTION 'slot must stay %, got %; a row of another key is another row', OLD.slot, NEW.slot
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.slot IS NOT NULL THEN
    PERFORM sharding.enter(NEW.slot);
  END IF;
  RETURN NEW;
END $body$;
CREATE OR REPLACE FUNCTION sharding.guard_truncate() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION '% is sharded, and TRUNCATE knows no slots; delete rows by slot', TG_RELID::pg_catalog.regclass
    USING ERRCODE = 'feature_not_supported';
END $body$;
CREATE OR REPLACE VIEW sharding.tables AS
  SELECT c.oid AS relation, n.nspname AS schema, c.relname AS name, t.tgenabled = 'O' AS guarded
  FROM pg_catalog.pg_trigger t
  JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE t.tgfoid = 'sharding.guard()'::pg_catalog.regprocedure AND NOT t.tgisinternal;`;

/** What is asked of a shard by those who read and write. */
export const WRITERS = [REFUSE, ENTER, CHECK, GUARD].join('\n');
