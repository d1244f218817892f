import type { App } from 'aws-cdk-lib';
import { buildShop } from '../../bin/shop';
import { GrowthStage } from '../../lib';
import { identitiesOf, type Identities } from '../support/identity';
import { testApp } from '../support/test-app';

/**
 * The stack names, logical ids and physical names of everything that keeps state, or an address that users depend on. What is in
 * these snapshots is deployed somewhere: a line may be added, never changed or removed.
 */
function identities(context: Record<string, string>, flags?: Record<string, unknown>): Identities {
  const key = JSON.stringify([
    { stage: 'growth', database: 'aurora-postgres', cache: 'serverless', ...context },
    flags,
  ]);
  const found = known.get(key) ?? identitiesOf(shop(context, flags));
  known.set(key, found);
  return found;
}

const known = new Map<string, Identities>();

function shop(context: Record<string, string>, flags?: Record<string, unknown>): App {
  const app = flags ? testApp({ context }, flags) : testApp({ context });
  buildShop(app);
  return app;
}

/** A region more than home where the stage asks for it. */
function regionsOf(stage: string): Record<string, string> {
  return stage === GrowthStage.GLOBAL.name ? { regions: 'eu-west-1,us-east-1' } : {};
}

const CONFIGURATIONS = [
  { database: 'aurora-postgres', cache: 'serverless' },
  { database: 'rds-postgres', cache: 'nodes' },
  { database: 'rds-mysql', cache: 'serverless' },
];

describe('stack names, logical ids and physical names of stateful resources', () => {
  test.each(CONFIGURATIONS)('never change with $database and $cache', (context) => {
    expect(identities(context)).toMatchSnapshot();
  });

  test.each(CONFIGURATIONS)('never change at scale with $database and $cache', (context) => {
    expect(identities({ ...context, stage: 'scale' })).toMatchSnapshot();
  });

  test.each(CONFIGURATIONS)('never change in two regions with $database and $cache', (context) => {
    expect(identities({ ...context, ...regionsOf('global'), stage: 'global' })).toMatchSnapshot();
  });

  test.each(CONFIGURATIONS.slice(0, 2))('never change with three shards in two regions with $database', (context) => {
    expect(identities({ ...context, ...regionsOf('global'), stage: 'global', shards: '3' })).toMatchSnapshot();
  });

  test.each(CONFIGURATIONS)(
    'of a stage are those of the next, which only adds, with $database and $cache',
    (context) => {
      const stages = GrowthStage.all().map(({ name }) => identities({ ...context, ...regionsOf(name), stage: name }));
      stages.slice(1).forEach((larger, index) => expect(larger).toMatchObject(stages[index] ?? {}));
      expect(stages.map((stage) => Object.keys(stage).length)).toEqual([6, 6, 7, 13]);
    },
  );

  test.each(CONFIGURATIONS)('are the same without our feature flags, with $database and $cache', (context) => {
    expect(identities(context, {})).toEqual(identities(context));
  });

  test.each(['growth', 'scale'])('are the same when everything is disposable, at %s', (stage) => {
    expect(identities({ stage, disposable: 'true' })).toEqual(identities({ stage }));
  });
});
