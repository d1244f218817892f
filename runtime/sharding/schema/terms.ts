/** First key of the advisory locks, which the slot is the second of: nobody else may use it in these databases. */
export const SLOT_LOCKS = 0x5a53;

/** What a function needs that acts with the rights of the owner of the schema, whoever calls it. */
export const AS_OWNER = 'SECURITY DEFINER SET search_path = pg_catalog, pg_temp';

/** A commit that hands a slot over is on disk before anybody is told of it, whatever the session says. */
export const ON_DISK = `
  IF current_setting('synchronous_commit') = 'off' THEN
    PERFORM set_config('synchronous_commit', 'on', true);
  END IF;`;
