import { edgeFunctionCode, MAX_FUNCTION_BYTES, type EdgePlaces } from '../../lib/contract/edge-places';
import { initialRouting, nearestFirst } from '../../lib/contract/edge-routing';
import { COUNTRY_PLACES } from '../../lib/edge/country-places';
import { countryRule } from '../../lib/edge/countries';
import { placedRegions, placesOf } from '../../lib/edge/places';
import { knownRegions } from '../../lib/network/zones';

/** One on each continent that has one. */
const CONTINENTS = ['eu-central-1', 'us-east-1', 'ap-northeast-1', 'sa-east-1', 'ap-southeast-2', 'af-south-1'];

/** Regions from near to far, as the function at the edge reads them from the table. */
function order(places: EdgePlaces, country?: string): string[] {
  const value = initialRouting(places.regions.map((name) => ({ name, origin: name })));
  return nearestFirst(value, places, country).map(({ name }) => name);
}

function natural(regions: readonly string[], country?: string): string | undefined {
  const [home, ...others] = regions;
  return order(placesOf(home, others), country)[0];
}

describe('the natural region of a country', () => {
  test.each([
    ['DE', 'eu-central-1'],
    ['GB', 'eu-central-1'],
    ['TR', 'eu-central-1'],
    ['RU', 'eu-central-1'],
    ['US', 'us-east-1'],
    ['CA', 'us-east-1'],
    ['MX', 'us-east-1'],
    ['BR', 'sa-east-1'],
    ['AR', 'sa-east-1'],
    ['CL', 'sa-east-1'],
    ['JP', 'ap-northeast-1'],
    ['KR', 'ap-northeast-1'],
    ['CN', 'ap-northeast-1'],
    ['AU', 'ap-southeast-2'],
    ['NZ', 'ap-southeast-2'],
    ['ZA', 'af-south-1'],
    ['ZW', 'af-south-1'],
  ])('is, of %s and one region a continent, %s', (country, region) => {
    expect(natural(CONTINENTS, country)).toBe(region);
  });

  test.each([
    ['IE', 'eu-west-1'],
    ['FR', 'eu-west-3'],
    ['CH', 'eu-central-2'],
    ['SE', 'eu-north-1'],
    ['IT', 'eu-south-1'],
    ['ES', 'eu-south-2'],
  ])('is, of %s and six regions in Europe, %s', (country, region) => {
    const europe = ['eu-west-1', 'eu-west-3', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2'];
    expect(natural(europe, country)).toBe(region);
  });

  test.each([
    ['SG', 'ap-southeast-1'],
    ['ID', 'ap-southeast-3'],
    ['HK', 'ap-east-1'],
    ['AE', 'me-central-1'],
    ['IL', 'il-central-1'],
    ['IN', 'ap-south-2'],
  ])('is, of %s and six regions in Asia, %s', (country, region) => {
    const asia = ['ap-southeast-1', 'ap-southeast-3', 'ap-east-1', 'me-central-1', 'il-central-1', 'ap-south-2'];
    expect(natural(asia, country)).toBe(region);
  });

  test('crosses the line at which days begin', () => {
    expect(natural(['us-west-2', 'ap-southeast-2'], 'TO')).toBe('ap-southeast-2');
    expect(natural(['us-east-1', 'ap-northeast-1'], 'FJ')).toBe('ap-northeast-1');
  });

  test.each([undefined, '', 'XX', 'T1'])('is home where the country is %p', (country) => {
    expect(natural(['us-east-1', 'eu-west-1'], country)).toBe('us-east-1');
    expect(natural(['eu-west-1', 'us-east-1'], country)).toBe('eu-west-1');
  });
});

describe('the table of places', () => {
  const [home, ...others] = CONTINENTS;

  test('orders all regions from near to far', () => {
    expect(order(placesOf(home, others), 'US')).toEqual([
      'us-east-1',
      'eu-central-1',
      'sa-east-1',
      'ap-northeast-1',
      'af-south-1',
      'ap-southeast-2',
    ]);
    expect(order(placesOf(home, others))).toEqual([
      'eu-central-1',
      'us-east-1',
      'ap-northeast-1',
      'af-south-1',
      'sa-east-1',
      'ap-southeast-2',
    ]);
  });

  test('is the same in whatever order the regions are named', () => {
    expect(placesOf(home, [...others].reverse())).toEqual(placesOf(home, others));
  });

  test('knows every region that a platform may be in, and no other', () => {
    expect(placedRegions()).toEqual(knownRegions());
  });

  test('knows every country, at a point on the globe', () => {
    expect(COUNTRY_PLACES.size).toBe(249);
    for (const [country, { latitude, longitude }] of COUNTRY_PLACES) {
      expect(countryRule('country', country)).toBeUndefined();
      expect(Math.abs(latitude)).toBeLessThanOrEqual(90);
      expect(Math.abs(longitude)).toBeLessThanOrEqual(180);
    }
  });

  test('leaves the code of the function below what CloudFront takes, with the regions that part the world most', () => {
    const code = edgeFunctionCode('', placesOf(home, others));
    // What is left is for the function itself, which a test of the construct holds to the limit with its table.
    expect(Buffer.byteLength(code)).toBeLessThan(MAX_FUNCTION_BYTES / 4);
  });
});
