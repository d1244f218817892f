import { AS_OWNER } from './terms';

/** Those of many slots that this shard does not have, and where they have gone: `sharding.check` for who reads many at once. */
export const READERS = `
CREATE OR REPLACE FUNCTION sharding.elsewhere(wanted smallint[]) RETURNS TABLE (slot smallint, peer integer, token text)
  LANGUAGE sql STABLE ${AS_OWNER} AS $body$
  SELECT w.slot, CASE WHEN s.state = 'moved' THEN s.peer END, CASE WHEN s.state = 'moved' THEN s.token END
    FROM unnest(wanted) AS w (slot) LEFT JOIN sharding.slots s ON s.slot = w.slot
    WHERE s.state IS NULL OR s.state NOT IN ('owned', 'fenced')
    ORDER BY 1;
$body$;`;
