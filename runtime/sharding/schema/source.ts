import { FENCE_SECONDS } from '../../../lib/contract/shard-map/fence';
import { AS_OWNER, ON_DISK, SLOT_LOCKS } from './terms';

/** Below `deadlock_timeout`, 1 second by default: whoever moves slots gives way before a writer is cancelled. */
const LOCK_TIMEOUT = '400ms';

/** Writers are not waited for here: those that looked before this commit are waited for by `drain`, in a transaction of its own. */
const FENCE = `
CREATE OR REPLACE FUNCTION sharding.fence(wanted smallint[], seconds double precision, fence_token text) RETURNS timestamptz
  LANGUAGE plpgsql ${AS_OWNER} SET lock_timeout = '${LOCK_TIMEOUT}' AS $body$
DECLARE
  ends timestamptz;
  unfit text;
BEGIN
  IF NOT (seconds > 0 AND seconds <= ${FENCE_SECONDS}) THEN
    RAISE EXCEPTION 'seconds must be above 0 and at most ${FENCE_SECONDS}, got %; fence fewer slots', seconds
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  PERFORM FROM sharding.slots WHERE slot = ANY (wanted) ORDER BY slot FOR NO KEY UPDATE;
  SELECT string_agg(w::text, ', ' ORDER BY w) INTO unfit FROM (SELECT DISTINCT unnest(wanted) AS w) AS all_wanted
    WHERE NOT EXISTS (SELECT FROM sharding.slots
      WHERE slot = w AND (state = 'owned' OR state = 'fenced' AND clock_timestamp() >= until));
  IF unfit IS NOT NULL THEN
    RAISE EXCEPTION 'slots to be fenced must be owned, got others: %', unfit USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  ends := clock_timestamp() + make_interval(secs => seconds);
  UPDATE sharding.slots SET state = 'fenced', until = ends, token = fence_token WHERE slot = ANY (wanted);
  RETURN ends;
END $body$;
CREATE OR REPLACE FUNCTION sharding.unfence(wanted smallint[], fence_token text DEFAULT NULL) RETURNS integer
  LANGUAGE plpgsql ${AS_OWNER} AS $body$
DECLARE
  changed integer;
BEGIN
  UPDATE sharding.slots SET state = 'owned', until = NULL, token = NULL
    WHERE slot = ANY (wanted) AND state = 'fenced' AND (fence_token IS NULL OR token = fence_token);
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $body$;`;

/**
 * Everybody who looked before the fence was committed held the lock already, and is waited for by the name of the transaction: whoever comes
 * meanwhile is refused anyway. Nobody queues behind a lock, so that no order of slots makes a deadlock.
 */
const DRAIN = `
CREATE OR REPLACE FUNCTION sharding.drain(wanted smallint[], seconds double precision) RETURNS boolean
  LANGUAGE plpgsql ${AS_OWNER} AS $body$
DECLARE
  before text[];
  ends timestamptz := clock_timestamp() + make_interval(secs => seconds);
BEGIN
  LOOP
    SELECT array_agg(DISTINCT l.virtualtransaction) INTO before FROM pg_locks l JOIN pg_database d ON d.oid = l.database
      WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.granted AND l.classid::bigint = ${SLOT_LOCKS}
        AND l.objsubid = 2 AND l.objid::bigint = ANY (wanted::bigint[])
        AND (before IS NULL OR l.virtualtransaction = ANY (before));
    IF before IS NULL THEN
      RETURN true;
    END IF;
    IF clock_timestamp() >= ends THEN
      RETURN false;
    END IF;
    PERFORM pg_sleep(0.005);
  END LOOP;
END $body$;`;

/**
 * The locks are held until the commit: nobody can take the fence for expired between the look at the clock and the commit, and nobody who did so
 * before is still writing.
 */
const FLIP = `
CREATE OR REPLACE FUNCTION sharding.flip(wanted smallint[], target integer, fence_token text, move_token text) RETURNS void
  LANGUAGE plpgsql ${AS_OWNER} SET lock_timeout = '${LOCK_TIMEOUT}' AS $body$
DECLARE
  ordered smallint[] := ARRAY(SELECT DISTINCT unnest(wanted) ORDER BY 1);
  one smallint;
  changed integer;
BEGIN${ON_DISK}
  FOREACH one IN ARRAY ordered LOOP
    PERFORM pg_advisory_xact_lock(${SLOT_LOCKS}, one);
  END LOOP;
  UPDATE sharding.slots SET state = 'moved', until = NULL, peer = target, token = move_token
    WHERE slot = ANY (ordered) AND state = 'fenced' AND token = fence_token AND clock_timestamp() < until;
  GET DIAGNOSTICS changed = ROW_COUNT;
  IF changed <> cardinality(ordered) THEN
    RAISE EXCEPTION 'slots to be flipped must all be fenced by %, got % of %; nothing was changed', fence_token, changed, cardinality(ordered)
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
END $body$;`;

/** What is done where slots come from. */
export const SOURCE = [FENCE, DRAIN, FLIP].join('\n');
