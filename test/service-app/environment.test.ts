import type { Template } from 'aws-cdk-lib/assertions';
import { buildShop } from '../../bin/shop';
import { settingsReads } from './support/reads';
import { testApp } from '../support/test-app';
import { resourcesOf, templatesOf } from '../support/templates';

interface Container {
  readonly Environment?: { readonly Name: string }[];
  readonly Secrets?: { readonly Name: string }[];
}

/** Names of the variables that a task definition gives to its application. */
function injected(template: Template, family: string): string[] {
  const definition = Object.values(resourcesOf(template)).find(
    ({ Type, Properties }) => Type === 'AWS::ECS::TaskDefinition' && Properties?.Family === family,
  );
  const [container] = (definition?.Properties?.ContainerDefinitions ?? []) as Container[];
  return [...(container?.Environment ?? []), ...(container?.Secrets ?? [])].map(({ Name }) => Name).sort();
}

function services(context: Record<string, string>): Template {
  const app = testApp({ context: { image: 'service', ...context } });
  buildShop(app);
  const template = templatesOf(app).get('shop-prod-svc-eu-west-1');
  if (!template) throw new Error('no stack of services');
  return template;
}

/** What may be given, by whoever deploys, and never is by the platform itself. */
const OPTIONAL = [
  'DATABASE_IDLE_SECONDS',
  'DRAIN_DELAY_SECONDS',
  'LOG_LEVEL',
  'PGSSLMODE',
  'PORT',
  'PREVIOUS_TOKEN_SECRET',
];

const LOAD = ['HEALTH_CHECK_PATH', 'HEALTH_CHECK_SECONDS', 'RATED_REQUESTS_PER_SECOND'];
const PASSWORD = ['DATABASE_PASSWORD'];
const CACHE = ['CACHE_ENDPOINT', 'CACHE_MODE', 'CACHE_NAME', 'CACHE_USER'];

describe.each([
  ['aurora-postgres', { database: 'aurora-postgres' }, LOAD],
  ['rds-postgres', { database: 'rds-postgres' }, LOAD],
  ['nodes as a cache', { cache: 'nodes' }, LOAD],
  ['a rated load', { ratedRequests: '100' }, []],
  ['a rated load, and the CPU followed', { ratedRequests: '100', scaling: 'cpu' }, LOAD],
  ['LAUNCH', { stage: 'launch' }, [...LOAD, ...CACHE]],
  ['SCALE', { stage: 'scale' }, [...LOAD, ...PASSWORD]],
])('the environment of a platform with %s', (_what, context: Record<string, string>, absent: string[]) => {
  const template = services(context);

  test.each(['web', 'worker'] as const)('is all that the %s reads, and nothing else', (role) => {
    const given = injected(template, `shop-prod-${role === 'web' ? 'web' : 'jobs'}`);
    const read = settingsReads(role, given);
    expect(read.problems).toBe('');
    // Nothing unused.
    expect(given.filter((name) => !read.names.includes(name))).toEqual([]);
    // Nothing missing.
    expect(
      read.names.filter((name) => !given.includes(name) && !OPTIONAL.includes(name) && !absent.includes(name)),
    ).toEqual([]);
  });
});
