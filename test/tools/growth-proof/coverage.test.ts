import * as fc from 'fast-check';
import type { TypeDefinition } from '../../../tools/input/assembly';
import { Generator } from '../../../tools/input/generator';
import { PublicApi } from '../../../tools/input/public-api';
import { Chains } from '../../../tools/growth-proof/chains';
import { coverageOf } from '../../../tools/growth-proof/coverage';
import { focusesOf } from '../../../tools/growth-proof/focus';
import { growsBy } from '../../../tools/growth-proof/growth';
import { Rules, type Tables } from '../../../tools/growth-proof/rules';

const number = { primitive: 'number' };

function struct(name: string, properties: TypeDefinition['properties'] = []): [string, TypeDefinition] {
  const fqn = `zero-to-millions.${name}`;
  return [fqn, { name, fqn, kind: 'interface', datatype: true, properties }];
}

const API = new PublicApi(
  new Map([
    struct('PlatformProps', [
      { name: 'zones', type: number, optional: true },
      { name: 'name', type: number },
      { name: 'cache', type: { fqn: 'zero-to-millions.CacheOptions' }, optional: true },
    ]),
    struct('CacheOptions', [{ name: 'size', type: number }]),
    struct('PlatformWebServiceOptions'),
    struct('PlatformWorkerOptions'),
    struct('StageSettings'),
  ]),
);

const TABLES: Tables = {
  growth: { PlatformProps: { zones: growsBy(2, 3) }, CacheOptions: { size: growsBy(1, 2, 3) } },
  byType: {},
  appearing: [],
  beside: {},
  needs: {},
  fixed: {},
  excluded: { 'PlatformProps.name': 'is the identity' },
};

function rulesOf(tables: Tables): Rules {
  return new Rules(API, new Generator(API, { inputs: {}, byType: {}, excluded: {} }), tables);
}

function problems(change: Partial<Tables>): readonly string[] {
  const tables = { ...TABLES, ...change };
  return coverageOf(API, rulesOf(tables), tables).problems;
}

describe('the tables of growth', () => {
  test('are complete when every property grows, stays or is left out', () => {
    expect(problems({})).toEqual([]);
  });

  test('miss a property that neither grows nor stays, however deep it is', () => {
    expect(problems({ growth: { PlatformProps: TABLES.growth.PlatformProps } })).toEqual([
      'CacheOptions.size has neither a way to grow nor a reason to stay as it is',
    ]);
  });

  test('hold no property that there is not', () => {
    expect(problems({ fixed: { 'PlatformProps.colour': 'is a matter of taste' } })).toEqual([
      'PlatformProps.colour is in a table, and nothing that a platform takes',
    ]);
  });

  test('hold a property once, and with a reason', () => {
    expect(problems({ excluded: { 'PlatformProps.name': ' ', 'PlatformProps.zones': 'twice' } })).toEqual([
      'PlatformProps.zones is in two tables',
      'PlatformProps.name has an empty reason',
    ]);
  });
});

describe('chains of configurations', () => {
  const focus = ['PlatformProps.zones', 'CacheOptions.size'];
  const chains = () => new Chains(API, rulesOf(TABLES), { length: 4, focus }).struct('PlatformProps');

  test('never become smaller, and let grow what has to', () => {
    fc.assert(
      fc.property(chains(), ({ links, grown }) => {
        const sizes = links.map((link) => link.make(undefined as never) as { zones: number; cache: { size: number } });
        expect(sizes.map(({ zones }) => zones)).toEqual(sizes.map(({ zones }) => zones).sort());
        expect(sizes.map(({ cache }) => cache.size)).toEqual(sizes.map(({ cache }) => cache.size).sort());
        expect([...grown].sort()).toEqual([...focus].sort());
      }),
    );
  });
});

test('every property has to grow in one of the chains', () => {
  const properties = Array.from({ length: 17 }, (_, index) => `WebServiceOptions.p${index}`);
  const focuses = focusesOf([...properties, 'CacheOptions.size'], 2);
  expect(new Set(focuses.flat())).toEqual(new Set([...properties, 'CacheOptions.size']));
  expect(focuses).toHaveLength(3);
});
