import { readFileSync } from 'node:fs';
import { buildShop } from '../../bin/shop';
import { createOnlyProperties, resourceModel } from '../../lib/growth/engine/spec';
import { RULES } from '../../lib/growth/rules';
import { isStateful } from '../../lib/growth/stateful';
import type { TemplateResource } from '../../lib/growth/verdict';
import { resourcesOf, templatesOf } from '../support/templates';
import { testApp } from '../support/test-app';
import { render, RULES_PAGE } from './rules-page';
import { CACHES } from './table/caches';
import { DATABASES } from './table/databases';
import { STORAGE } from './table/storage';

describe('every rule', () => {
  test.each(RULES.flatMap((rule) => rule.types.map((type) => ({ ...rule, type }))))(
    'is about something that exists: $type $property, $when.text',
    ({ type, property }) => {
      const model = resourceModel(type);
      expect(model).toBeDefined();
      if (property !== '*') expect(Object.keys(model?.properties ?? {})).toContain(property.split('.')[0]);
    },
  );

  test('says why, and where that is written', () => {
    for (const { reason, source } of RULES) {
      expect(reason).toMatch(/^(["a-z]|CloudFormation).*[^.]$/);
      expect(source).toMatch(/^(https:\/\/|@aws-cdk\/)/);
    }
  });

  test('is on the page about them', () => {
    expect(readFileSync(RULES_PAGE, 'utf8')).toBe(render());
  });
});

test('every type of this library that holds state is in the table of single changes', () => {
  const used = new Set<string>();
  for (const context of [
    { database: 'aurora-postgres', cache: 'serverless', stage: 'scale' },
    { database: 'rds-postgres', cache: 'nodes', stage: 'scale' },
  ]) {
    const app = testApp({ context });
    buildShop(app);
    for (const template of templatesOf(app).values()) {
      for (const resource of Object.values(resourcesOf(template)) as TemplateResource[]) {
        if (isStateful(resource)) used.add(resource.Type);
      }
    }
  }
  const tested = new Set([...DATABASES, ...CACHES, ...STORAGE].map(({ type }) => type));
  expect([...used].filter((type) => !tested.has(type))).toEqual([]);
  expect(used.size).toBeGreaterThan(8);
});

test('create-only properties are those within structures as well', () => {
  expect(createOnlyProperties('AWS::Route53::HealthCheck')).toEqual(['HealthCheckConfig']);
  expect(createOnlyProperties('AWS::RDS::DBSubnetGroup')).toEqual(['DBSubnetGroupName']);
  expect(createOnlyProperties('Custom::Ledger')).toEqual([]);
});
