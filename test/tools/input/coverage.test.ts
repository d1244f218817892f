import type { TypeDefinition } from '../../../tools/input/assembly';
import { literals } from '../../../tools/input/choice';
import { coverageOf } from '../../../tools/input/coverage';
import { Generator, type Inputs } from '../../../tools/input/generator';
import { PublicApi } from '../../../tools/input/public-api';

const STRING = { primitive: 'string' };

/** A library of one construct, with one value class. */
const TYPES: readonly TypeDefinition[] = [
  {
    name: 'ThingProps',
    fqn: 'lib.ThingProps',
    kind: 'interface',
    datatype: true,
    interfaces: ['lib.ThingOptions'],
    properties: [{ name: 'name', type: STRING }],
  },
  {
    name: 'ThingOptions',
    fqn: 'lib.ThingOptions',
    kind: 'interface',
    datatype: true,
    properties: [
      { name: 'open', type: { primitive: 'boolean' }, optional: true },
      { name: 'size', type: { fqn: 'lib.Size' }, optional: true },
    ],
  },
  {
    name: 'Size',
    fqn: 'lib.Size',
    kind: 'class',
    methods: [
      { name: 'of', static: true, returns: { type: { fqn: 'lib.Size' } }, parameters: [{ name: 'cpu', type: STRING }] },
    ],
  },
  { name: 'Thing', fqn: 'lib.Thing', kind: 'class', base: 'constructs.Construct', initializer: {} },
];

const INPUTS: Inputs = { ThingProps: { name: literals(['a']) }, 'Size.of': { cpu: literals(['1']) } };

function problems(inputs: Inputs, excluded: Record<string, string> = {}, constructs = ['Thing']): readonly string[] {
  const api = new PublicApi(new Map(TYPES.map((type) => [type.fqn, type])));
  const options = { inputs, excluded, byType: {} };
  return coverageOf(api, new Generator(api, options), options, constructs).problems;
}

test('every property is generated, or left out for a reason', () => {
  expect(problems(INPUTS)).toEqual([]);
  expect(problems({ ThingProps: INPUTS.ThingProps }, { 'Size.of': 'there is one size' })).toEqual([]);
});

describe('The lane fails', () => {
  test('for a property that has neither a generator nor a reason to be left out', () => {
    expect(problems({})).toEqual([
      'ThingProps.name has neither a generator nor a reason to be left out',
      'Size.of.cpu has neither a generator nor a reason to be left out',
    ]);
  });

  test('for a property that is left out without a reason', () => {
    expect(problems({ 'Size.of': INPUTS['Size.of'] }, { 'ThingProps.name': ' ' })).toEqual([
      'ThingProps.name is left out without a reason',
    ]);
  });

  test('for a generator and an exclusion of what is no property any more', () => {
    expect(problems({ ...INPUTS, Old: { size: literals([1]) } }, { 'ThingProps.old': 'is old' })).toEqual([
      'Old.size has a generator, and is no property any more',
      'ThingProps.old is left out, and is no property any more',
    ]);
  });

  test('for a property that is left out and has a generator', () => {
    expect(problems(INPUTS, { ThingProps: 'others are tried' })).toEqual([
      'ThingProps.name is left out, and has a generator',
    ]);
  });

  test('for a construct that is not tried, and one that is gone', () => {
    expect(problems(INPUTS, {}, ['Gone'])).toEqual([
      'Thing is a construct that is not tried',
      'Gone is tried, and is no construct any more',
    ]);
  });
});
