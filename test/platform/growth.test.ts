import type { App } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { CacheKind, DatabaseEngine, Platform, type PlatformProps } from '../../lib';
import { testApp } from '../support/test-app';
import { templatesOf } from '../support/templates';

const IMAGE = ecs.ContainerImage.fromRegistry('example.com/image');
const DATA = 'shop-data-eu-west-1';

interface Shape {
  readonly props?: Partial<PlatformProps>;
  readonly services?: string[];
  readonly workers?: string[];
}

function build(shape: Shape): App {
  const app = testApp();
  const platform = new Platform(app, 'Shop', { name: 'shop', regions: ['eu-west-1'], ...shape.props });
  const services = (shape.services ?? ['Web']).map((id, index) =>
    platform.addWebService(id, {
      image: IMAGE,
      port: 8080,
      paths: index === 0 ? undefined : [`/${id.toLowerCase()}/*`],
    }),
  );
  for (const id of shape.workers ?? []) {
    const worker = platform.addWorker(id, { image: IMAGE });
    services.forEach((service) => worker.bindToService(service));
  }
  return app;
}

function exportsOf(app: App): Set<string> {
  const names = [...templatesOf(app).values()].flatMap((template) => {
    const outputs = (template.toJSON() as { Outputs?: Record<string, { Export?: { Name: string } }> }).Outputs ?? {};
    return Object.values(outputs).flatMap((output) => (output.Export ? [output.Export.Name] : []));
  });
  return new Set(names);
}

function importsOf(app: App): Set<string> {
  const text = [...templatesOf(app).values()].map((template) => JSON.stringify(template.toJSON())).join('\n');
  return new Set([...text.matchAll(/"Fn::ImportValue":"([^"]+)"/g)].flatMap((match) => (match[1] ? [match[1]] : [])));
}

/** Imports of what is deployed that the next deployment would take away under it: CloudFormation refuses each of them. */
function exportsInUse(before: App, after: App): string[] {
  const kept = exportsOf(after);
  return [...importsOf(before)].filter((name) => !kept.has(name));
}

describe('adding', () => {
  test('a service leaves the data stack byte-identical', () => {
    const data = (app: App) => JSON.stringify(templatesOf(app).get(DATA)?.toJSON());
    expect(data(build({ services: ['Web', 'Admin', 'Api'] }))).toBe(data(build({ services: ['Web'] })));
  });

  test('a service leaves every other stack but its own byte-identical', () => {
    const one = templatesOf(build({ services: ['Web'] }));
    const two = templatesOf(build({ services: ['Web', 'Admin'] }));
    const changed = [...one.keys()].filter(
      (name) => JSON.stringify(one.get(name)?.toJSON()) !== JSON.stringify(two.get(name)?.toJSON()),
    );
    // The dashboard shows the new service.
    expect(changed.sort()).toEqual(['shop-ops-eu-west-1', 'shop-svc-eu-west-1']);
  });
});

describe('removing leaves no imported export behind:', () => {
  test('a worker', () => {
    const before = build({ workers: ['Thumbnails', 'Mails'] });
    expect(importsOf(before).size).toBeGreaterThan(0);
    expect(exportsInUse(before, build({ workers: ['Mails'] }))).toEqual([]);
    expect(exportsInUse(before, build({ workers: [] }))).toEqual([]);
  });

  test('a cache', () => {
    expect(exportsInUse(build({}), build({ props: { cache: CacheKind.none() } }))).toEqual([]);
    expect(exportsInUse(build({}), build({ props: { cache: CacheKind.nodes() } }))).toEqual([]);
  });

  test.each([
    ['Aurora', (readers: number) => DatabaseEngine.auroraPostgres({ readers })],
    ['RDS for PostgreSQL', (readers: number) => DatabaseEngine.rdsPostgres({ readers })],
    ['RDS for MySQL', (readers: number) => DatabaseEngine.rdsMysql({ readers })],
  ])('a replica of %s', (_, engine) => {
    const two = build({ props: { database: engine(2) } });
    expect(exportsInUse(two, build({ props: { database: engine(1) } }))).toEqual([]);
    expect(exportsInUse(two, build({ props: { database: engine(0) } }))).toEqual([]);
  });

  test('a web service', () => {
    expect(exportsInUse(build({ services: ['Web', 'Admin'] }), build({ services: ['Web'] }))).toEqual([]);
  });
});

describe('references', () => {
  const templates = templatesOf(build({ workers: ['Thumbnails'] }));
  const text = (name: string) => JSON.stringify(templates.get(name)?.toJSON());

  test('are strong within the region and weak at the edge', () => {
    expect(text('shop-svc-eu-west-1')).not.toContain('Fn::GetStackOutput');
    expect(text(DATA)).not.toContain('Fn::GetStackOutput');
    expect(text('shop-edge-us-east-1')).toContain('Fn::GetStackOutput');
    expect(text('shop-edge-us-east-1')).not.toContain('Fn::ImportValue');
  });

  test('of the dashboard are literal names only', () => {
    expect(text('shop-ops-eu-west-1')).not.toMatch(/ImportValue|GetStackOutput/);
  });
});
