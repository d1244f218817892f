import { buildShop } from '../../bin/shop';
import { testApp } from '../support/test-app';
import { templatesOf } from '../support/templates';

describe('templates of the reference app', () => {
  const app = testApp();
  buildShop(app);
  const templates = templatesOf(app);

  test.each([...templates.keys()])('%s', (stackName) => {
    expect(templates.get(stackName)?.toJSON()).toMatchSnapshot();
  });
});

describe('the data stack of the other engines', () => {
  test.each(['rds-postgres', 'rds-mysql'])('%s', (database) => {
    const app = testApp({ context: { database, cache: 'nodes' } });
    buildShop(app);
    expect(templatesOf(app).get('shop-prod-data-eu-west-1')?.toJSON()).toMatchSnapshot();
  });
});
