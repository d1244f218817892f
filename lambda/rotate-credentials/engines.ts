import { openMysql } from './mysql';
import type { Open } from './ports';
import { openPostgres } from './postgres';

/** Engines by the names that RDS and Secrets Manager use for them. */
const ENGINES: Record<string, Open> = {
  postgres: openPostgres,
  'aurora-postgresql': openPostgres,
  mysql: openMysql,
  'aurora-mysql': openMysql,
};

/** The way to open a session with an engine. */
export function opener(engine: string): Open {
  const open = Object.hasOwn(ENGINES, engine) ? ENGINES[engine] : undefined;
  if (!open) throw new Error(`engine ${engine} is unknown; use one of ${Object.keys(ENGINES).join(', ')}`);
  return open;
}
