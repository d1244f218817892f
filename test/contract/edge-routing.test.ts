import { edgeFunctionCode, edgePlaces } from '../../lib/contract/edge-places';
import {
  decideRegion,
  initialRouting,
  isRead,
  nearestFirst,
  placeOf,
  readRouting,
  renderRouting,
  writerOf,
  type EdgeRegion,
  type EdgeRouting,
} from '../../lib/contract/edge-routing';
import { brokenFunctionRules, brokenRoutingRules } from '../../lib/contract/edge-routing-rules';

const [EUROPE, AMERICA, ASIA] = ['eu-west-1', 'us-east-1', 'ap-northeast-1'];
const PLACES = edgePlaces({ US: [AMERICA, EUROPE, ASIA], CA: [AMERICA, EUROPE, ASIA], JP: [ASIA, AMERICA, EUROPE] }, [
  EUROPE,
  AMERICA,
  ASIA,
]);

type State = Partial<Pick<EdgeRegion, 'weight' | 'healthy'>>;

/** Three regions at rest, but for what is said of them. */
function routing(states: { europe?: State; america?: State; asia?: State } = {}, writer?: string): EdgeRouting {
  const region = (name: string, state?: State) => ({ name, origin: name, weight: 100, healthy: true, ...state });
  const regions = [region(EUROPE, states.europe), region(AMERICA, states.america), region(ASIA, states.asia)];
  return { version: 1, regions, writer };
}

/** An address of the given place. */
function addressAt(place: number): string {
  return addresses(20_000).find((ip) => placeOf(ip) === place)!;
}

function addresses(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `203.${index % 7}.${(index >> 8) % 256}.${index % 256}`);
}

/** Names of the region that answers, and of the second one. */
function decided(value: EdgeRouting, country?: string, ip = addressAt(50), cookie?: string): (string | undefined)[] {
  const { region, second } = decideRegion(value, PLACES, { ip, country, cookie });
  return [region.name, second?.name];
}

const WEIGHTS = Array.from({ length: 100 }, (_, index) => 100 - index);
const NOBODY = { healthy: false };
const EVACUATED = { weight: 0 };

describe('region of a viewer', () => {
  test.each([
    ['DE', EUROPE, AMERICA],
    ['US', AMERICA, EUROPE],
    ['JP', ASIA, AMERICA],
    ['ZZ', EUROPE, AMERICA],
    ['', EUROPE, AMERICA],
    [undefined, EUROPE, AMERICA],
  ])('is, at rest, the natural one of %s, and the second one is the next', (country, region, second) => {
    expect(decided(routing(), country)).toEqual([region, second]);
  });

  test('is its own while the weight is above the place of the viewer, and then the nearest with room', () => {
    const value = routing({ america: { weight: 40 } });
    expect(decided(value, 'US', addressAt(39))).toEqual([AMERICA, EUROPE]);
    expect(decided(value, 'US', addressAt(40))).toEqual([EUROPE, ASIA]);
  });

  test('is not one that gives away its own viewers, as long as there is another', () => {
    expect(decided(routing({ america: EVACUATED, europe: { weight: 99 } }), 'US')).toEqual([ASIA, EUROPE]);
    expect(decided(routing({ america: EVACUATED, europe: { weight: 10 }, asia: NOBODY }), 'US')).toEqual([
      EUROPE,
      AMERICA,
    ]);
    expect(decided(routing({ america: { weight: 10 }, europe: EVACUATED, asia: NOBODY }), 'US')).toEqual([
      AMERICA,
      EUROPE,
    ]);
  });

  test('moves one viewer in a hundred with each step, and nobody moves twice', () => {
    const viewers = addresses(3000);
    const movedAt = (weight: number) =>
      new Set(viewers.filter((ip) => decided(routing({ america: { weight } }), 'US', ip)[0] !== AMERICA));
    let before = movedAt(100);
    expect(before.size).toBe(0);
    for (const weight of WEIGHTS) {
      const after = movedAt(weight - 1);
      expect([...before].every((ip) => after.has(ip))).toBe(true);
      expect((after.size - before.size) / viewers.length).toBeLessThan(0.02);
      before = after;
    }
    expect(before.size).toBe(viewers.length);
  });

  test('is never unhealthy, whoever asks', () => {
    expect(decided(routing({ america: NOBODY }), 'US')).toEqual([EUROPE, ASIA]);
    expect(decided(routing({ america: NOBODY }), 'US', undefined, AMERICA)).toEqual([EUROPE, ASIA]);
    expect(decided(routing({ america: NOBODY, europe: NOBODY }), 'US')).toEqual([ASIA, undefined]);
  });

  test('is an evacuated one where no other is healthy', () => {
    expect(decided(routing({ america: EVACUATED, europe: NOBODY, asia: NOBODY }), 'US')).toEqual([AMERICA, undefined]);
  });

  test('is chosen as if all were healthy where none is', () => {
    const value = routing({ america: { ...NOBODY, ...EVACUATED }, europe: NOBODY, asia: NOBODY });
    expect(decided(value, 'DE')).toEqual([EUROPE, ASIA]);
    expect(decided(value, 'US')).toEqual([EUROPE, ASIA]);
  });
});

describe('cookie', () => {
  test('keeps a viewer with a region that is not the natural one', () => {
    expect(decided(routing(), 'US', undefined, ASIA)).toEqual([ASIA, AMERICA]);
  });

  test('keeps only those that the weight keeps, and at weight 0 nobody', () => {
    const at = (weight: number) => decided(routing({ asia: { weight } }), 'US', addressAt(50), ASIA)[0];
    expect([100, 51, 50, 0].map(at)).toEqual([ASIA, ASIA, AMERICA, AMERICA]);
  });

  test('counts for nothing with a name that is no region', () => {
    expect(decided(routing(), 'US', undefined, 'nowhere')).toEqual([AMERICA, EUROPE]);
  });
});

describe('order of regions', () => {
  const names = (value: EdgeRouting, country?: string) => nearestFirst(value, PLACES, country).map(({ name }) => name);

  test('ends with what the table does not know, and passes over what the value does not have', () => {
    const { version, regions } = routing();
    const added = { name: 'sa-east-1', origin: 'sa-east-1', weight: 100, healthy: true };
    expect(names({ version, regions: [added, ...regions] }, 'JP')).toEqual([ASIA, AMERICA, EUROPE, 'sa-east-1']);
    expect(names({ version, regions: regions.slice(0, 2) }, 'JP')).toEqual([AMERICA, EUROPE]);
  });

  test('is compact: countries with the same order share it, and the usual one is not repeated', () => {
    expect(PLACES).toEqual({
      regions: [EUROPE, AMERICA, ASIA],
      orders: { '102': 'CA US', '210': 'JP' },
      elsewhere: '012',
    });
    expect(edgePlaces({ DE: [EUROPE, AMERICA] }, [EUROPE, AMERICA]).orders).toEqual({});
  });

  test('is added to the code of the function', () => {
    expect(edgeFunctionCode('function handler() {}\n\n', edgePlaces({}, [EUROPE]))).toBe(
      'function handler() {}\nvar EDGE_PLACES = {"regions":["eu-west-1"],"orders":{},"elsewhere":"0"};\n',
    );
  });
});

describe('writes', () => {
  test.each(['GET', 'HEAD', 'OPTIONS'])('are not %s', (method) => {
    expect(isRead(method)).toBe(true);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('are %s', (method) => {
    expect(isRead(method)).toBe(false);
  });

  test('go to the writer, even an unhealthy one, since no other region may write', () => {
    const value = routing({ asia: { healthy: false, weight: 0 } }, ASIA);
    expect(writerOf(value, value.regions[0])).toBe(value.regions[2]);
  });

  test.each([undefined, 'nowhere'])('go to the region of the viewer when the writer is %s', (writer) => {
    const value = routing({}, writer);
    expect(writerOf(value, value.regions[1])).toBe(value.regions[1]);
  });
});

describe('place of a viewer', () => {
  test('is the same for the same address, and spreads addresses evenly', () => {
    expect(placeOf('203.0.113.7')).toBe(placeOf('203.0.113.7'));
    const counts = Array.from({ length: 100 }, () => 0);
    for (let index = 0; index < 65_536; index++) counts[placeOf(`10.1.${index >> 8}.${index % 256}`)]++;
    for (let index = 0; index < 65_536; index++) counts[placeOf(`2001:db8:1:${index.toString(16)}::1`)]++;
    expect(Math.min(...counts)).toBeGreaterThan(1200);
    expect(Math.max(...counts)).toBeLessThan(1420);
  });
});

describe('value', () => {
  const REGIONS = [
    { name: EUROPE, origin: 'home' },
    { name: AMERICA, origin: 'america', weight: 0 },
  ];

  test('starts with every region healthy and without a writer, and is read as it was written', () => {
    const value = initialRouting(REGIONS);
    expect(renderRouting(value)).toBe(
      '{"version":1,"regions":[{"name":"eu-west-1","origin":"home","weight":100,"healthy":true},{"name":"us-east-1","origin":"america","weight":0,"healthy":true}]}',
    );
    expect(readRouting(JSON.parse(renderRouting(value)))).toEqual(value);
    expect(initialRouting(REGIONS, EUROPE).writer).toBe(EUROPE);
    expect(brokenRoutingRules(value)).toEqual([]);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['text', '{"version":1}'],
    ['a list', []],
    ['another format', { version: 2, regions: [{}] }],
    ['no regions', { version: 1 }],
    ['regions that are no list', { version: 1, regions: { length: 1 } }],
    ['an empty list of regions', { version: 1, regions: [] }],
  ])('cannot be read when it is %s', (_, value) => {
    expect(readRouting(value)).toBeUndefined();
  });

  test('fits 6 regions with the origin ids of this package', () => {
    const six = Array.from({ length: 6 }, (_, index) => ({
      name: `ap-southeast-${index}`,
      origin: `ap-southeast-${index}-http-g1`,
    }));
    expect(brokenRoutingRules(initialRouting(six, 'ap-southeast-5'))).toEqual([]);
  });

  test('refuses everything that is wrong with it at once', () => {
    const value = {
      version: 2,
      regions: [
        { name: EUROPE, origin: '', weight: 40.5, healthy: true },
        { name: EUROPE, origin: 'two', weight: 101, healthy: 'yes' as unknown as boolean },
        { name: AMERICA, origin: 'three', weight: -1, healthy: false },
      ],
      writer: 'nowhere',
    };
    expect(brokenRoutingRules(value)).toEqual([
      'version must be 1, got 2; use the release of this package that is deployed',
      'regions must be 1 to 6 different ones, got eu-west-1, eu-west-1, us-east-1; name each region once, home first',
      'regions[eu-west-1].origin must be the id of an origin, got ""; write the id that the distribution has for the region',
      'regions[eu-west-1].weight must be a whole number between 0 and 100, got 40.5; it is the percentage of its own viewers that the region keeps',
      'regions[eu-west-1].weight must be a whole number between 0 and 100, got 101; it is the percentage of its own viewers that the region keeps',
      'regions[eu-west-1].healthy must be true or false, got "yes"; write it without quotes',
      'regions[us-east-1].weight must be a whole number between 0 and 100, got -1; it is the percentage of its own viewers that the region keeps',
      'weights must leave one region at 100, which takes the viewers that others give away, got 40.5, 101, -1; raise one before lowering the last',
      'writer must be one of eu-west-1, eu-west-1, us-east-1, got "nowhere"; leave it out to let each region write',
    ]);
  });

  test.each([
    [0, 'none'],
    [7, 'r0, r1, r2, r3, r4, r5, r6'],
  ])('refuses %d regions', (count, got) => {
    const regions = Array.from({ length: count }, (_, index) => ({ name: `r${index}`, origin: 'o' }));
    expect(brokenRoutingRules(initialRouting(regions))).toEqual([
      `regions must be 1 to 6 different ones, got ${got}; name each region once, home first`,
    ]);
  });

  test('refuses more than CloudFront stores under a key', () => {
    const value = initialRouting([{ name: EUROPE, origin: 'o'.repeat(950) }]);
    expect(brokenRoutingRules(value)).toEqual([
      `value must be at most 1024 bytes, got ${renderRouting(value).length}; shorten the ids of origins`,
    ]);
    expect(brokenRoutingRules(initialRouting([{ name: EUROPE, origin: 'ö'.repeat(475) }]))).toHaveLength(1);
  });

  test('refuses code that is larger than CloudFront takes', () => {
    expect(brokenFunctionRules('x'.repeat(10_240))).toEqual([]);
    expect(brokenFunctionRules('x'.repeat(10_241))).toEqual([
      'code must be at most 10240 bytes, got 10241; give more countries the same order of regions',
    ]);
  });
});
