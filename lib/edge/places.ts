import { COUNTRY_PLACES, type Point } from './country-places';
import { edgePlaces, type EdgePlaces } from '../contract/edge-places';

/**
 * Where the regions are that a platform may be in, as whole degrees of latitude and longitude: the city or the state that AWS names
 * them after (https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html).
 */
const REGIONS: Readonly<Record<string, readonly [latitude: number, longitude: number]>> = {
  'af-south-1': [-34, 18],
  'ap-east-1': [22, 114],
  'ap-northeast-1': [36, 140],
  'ap-northeast-2': [37, 127],
  'ap-northeast-3': [35, 135],
  'ap-south-1': [19, 73],
  'ap-south-2': [17, 78],
  'ap-southeast-1': [1, 104],
  'ap-southeast-2': [-34, 151],
  'ap-southeast-3': [-6, 107],
  'ap-southeast-4': [-38, 145],
  'ca-central-1': [45, -74],
  'ca-west-1': [51, -114],
  'eu-central-1': [50, 9],
  'eu-central-2': [47, 9],
  'eu-north-1': [59, 18],
  'eu-south-1': [45, 9],
  'eu-south-2': [42, -1],
  'eu-west-1': [53, -6],
  'eu-west-2': [52, 0],
  'eu-west-3': [49, 2],
  'il-central-1': [32, 35],
  'me-central-1': [24, 54],
  'me-south-1': [26, 51],
  'sa-east-1': [-24, -47],
  'us-east-1': [39, -77],
  'us-east-2': [40, -83],
  'us-west-1': [37, -122],
  'us-west-2': [46, -120],
};

/** The regions whose place on the globe is known. */
export function placedRegions(): string[] {
  return Object.keys(REGIONS);
}

/**
 * Which of some regions are near to which country, by the distance over the globe: what is known without measuring. Cables do not
 * follow it everywhere; the south of Africa is nearer to São Paulo than to Dublin. Who comes from a country that is not known goes
 * home first.
 *
 * @param home Name of the home region.
 * @param others Names of the other regions, in any order: the table is the same for each.
 */
export function placesOf(home: string, others: readonly string[]): EdgePlaces {
  const regions = [home, ...[...others].sort()];
  const orders = [...COUNTRY_PLACES].map(([country, point]) => [country, nearestFirst(regions, point)] as const);
  return edgePlaces(Object.fromEntries(orders), nearestFirst(regions, placeOf(home)));
}

function nearestFirst(regions: readonly string[], from: Point): string[] {
  const distances = new Map(regions.map((region) => [region, distance(from, placeOf(region))]));
  const of = (region: string) => distances.get(region) ?? 0;
  return [...regions].sort((one, other) => of(one) - of(other));
}

function placeOf(region: string): Point {
  const [latitude, longitude] = REGIONS[region];
  return { latitude, longitude };
}

/** Length of the great circle between two points, in radians: only what is shorter matters. */
function distance(from: Point, to: Point): number {
  const [latitude, otherLatitude, turn] = [from.latitude, to.latitude, to.longitude - from.longitude].map(
    (degrees) => (degrees * Math.PI) / 180,
  );
  const chord =
    Math.sin((otherLatitude - latitude) / 2) ** 2 +
    Math.cos(latitude) * Math.cos(otherLatitude) * Math.sin(turn / 2) ** 2;
  return 2 * Math.asin(Math.sqrt(Math.min(1, chord)));
}
