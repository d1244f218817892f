import { measuredTask } from '../../../runtime/load/subject';
import { webSettings, workerSettings } from '../../../service/src/settings/settings';
import type { Role } from '../../../service/src/settings/variables';

/** Values that are well formed, for the variables whose form matters. */
const VALUES: Readonly<Record<string, string>> = {
  CACHE_ENDPOINT: 'cache.example.com:6379',
  CACHE_MODE: 'cluster',
  DATABASE_ENGINE: 'postgres',
  DATABASE_PORT: '5432',
  DATABASE_READER_PORT: '5432',
  HEALTH_CHECK_SECONDS: '5',
  RATED_REQUESTS_PER_SECOND: '100',
  REGION_ROLE: 'home',
  TOKEN_SECRET: 'a secret that is long enough to be one',
  WORK_CONCURRENCY: '4',
};

/** What an entry point reads of an environment in which some variables are set, and what it says about it. */
export function settingsReads(role: Role, set: readonly string[]): { names: string[]; problems: string } {
  const names = new Set<string>();
  const environment = new Proxy<Record<string, string | undefined>>(
    {},
    {
      get: (_target, name) => {
        names.add(String(name));
        return set.includes(String(name)) ? (VALUES[String(name)] ?? 'value') : undefined;
      },
    },
  );
  let problems = '';
  try {
    if (role === 'worker') workerSettings(environment);
    else {
      webSettings(environment);
      measuredTask(environment);
    }
  } catch (error) {
    problems = (error as Error).message;
  }
  return { names: [...names].sort(), problems };
}
