import { buildShop } from '../../bin/shop';
import { GrowthStage } from '../../lib';
import { differencesOf } from '../support/differences';
import { testApp } from '../support/test-app';
import { resourcesOf, templatesOf, type Resource } from '../support/templates';

/** Templates of the reference app, each as its resources. */
function stacks(context: Record<string, string>): Map<string, Record<string, Resource>> {
  const app = testApp({ context });
  buildShop(app);
  return new Map([...templatesOf(app)].map(([name, template]) => [name, resourcesOf(template)]));
}

/**
 * Only what differs from GROWTH, whose templates are in `snapshots.test.ts`. That nothing of it replaces or deletes what holds state is
 * what `npm run test:growth` judges.
 */
const OTHERS = GrowthStage.all().filter((stage) => stage !== GrowthStage.GROWTH && stage !== GrowthStage.GLOBAL);

describe.each([
  { database: 'aurora-postgres', cache: 'serverless', tier: '' },
  { database: 'rds-postgres', cache: 'nodes', tier: 'data' },
])('with $database and $cache', ({ tier, ...context }) => {
  const growth = stacks(context);

  test('two regions differ from scale, and the second from the first, in this', () => {
    const scale = stacks({ ...context, stage: 'scale' });
    const global = stacks({ ...context, stage: 'global', regions: 'eu-west-1,us-east-1' });
    const names = [...global.keys()].filter((name) => name.includes(tier)).sort();
    const differences = names.map((name) => {
      const like = name === 'shop-prod-edge-us-east-1' ? name : name.replace('us-east-1', 'eu-west-1');
      const other = name === like ? scale : global;
      return [name, differencesOf(other.get(like) ?? {}, global.get(name) ?? {})];
    });
    expect(Object.fromEntries(differences)).toMatchSnapshot();
  });

  test.each(OTHERS.map(({ name }) => name))('%s differs from growth in this', (stage) => {
    const other = stacks({ ...context, stage });
    const names = [...new Set([...growth.keys(), ...other.keys()])].filter((name) => name.includes(tier)).sort();
    const differences = names.map((name) => [name, differencesOf(growth.get(name) ?? {}, other.get(name) ?? {})]);
    expect(Object.fromEntries(differences)).toMatchSnapshot();
  });
});
