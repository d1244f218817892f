import { AS_OWNER, ON_DISK } from './terms';

const RECEIVE = `
CREATE OR REPLACE FUNCTION sharding.receive(wanted smallint[], source integer, move_token text) RETURNS void
  LANGUAGE plpgsql ${AS_OWNER} AS $body$
DECLARE
  ordered smallint[] := ARRAY(SELECT DISTINCT unnest(wanted) ORDER BY 1);
  changed integer;
BEGIN
  IF NOT EXISTS (SELECT FROM sharding.self) THEN
    RAISE EXCEPTION 'a shard must have begun before it receives slots; call sharding.begin' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  INSERT INTO sharding.slots AS s (slot, state, peer, token) SELECT unnest(ordered), 'receiving', source, move_token
    ON CONFLICT (slot) DO UPDATE SET state = 'receiving', peer = source, token = move_token WHERE s.state IN ('moved', 'receiving');
  GET DIAGNOSTICS changed = ROW_COUNT;
  IF changed <> cardinality(ordered) THEN
    RAISE EXCEPTION 'slots to be received must not be owned here, got % of % that are', cardinality(ordered) - changed, cardinality(ordered)
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
END $body$;
CREATE OR REPLACE FUNCTION sharding.decline(wanted smallint[], move_token text) RETURNS integer LANGUAGE plpgsql ${AS_OWNER} AS $body$
DECLARE
  changed integer;
BEGIN
  DELETE FROM sharding.slots WHERE slot = ANY (wanted) AND state = 'receiving' AND token = move_token;
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $body$;`;

/** Whoever knows the token was told by the source, which tells nobody before the flip is committed. */
const ACCEPT = `
CREATE OR REPLACE FUNCTION sharding.accept(wanted smallint[], move_token text) RETURNS integer LANGUAGE plpgsql ${AS_OWNER} AS $body$
DECLARE
  owned integer;
BEGIN${ON_DISK}
  UPDATE sharding.slots SET state = 'owned', peer = NULL, token = NULL
    WHERE slot = ANY (wanted) AND state = 'receiving' AND token = move_token;
  SELECT count(*) INTO owned FROM sharding.slots WHERE slot = ANY (wanted) AND state IN ('owned', 'fenced');
  RETURN owned;
END $body$;`;

/** What is done where slots go to. */
export const TARGET = [RECEIVE, ACCEPT].join('\n');
