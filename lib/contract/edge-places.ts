/**
 * Which regions are near to which country. It changes with the list of regions, not with traffic, so that it is compiled into the
 * function: the one value stays small, and a request reads it alone.
 */
export interface EdgePlaces {
  /** Names of regions, which an order refers to by their index. */
  readonly regions: readonly string[];
  /**
   * Countries by the order in which regions are near to them: the natural one first. An order is written as digits, each the index of
   * a region, and countries as two-letter codes with spaces between them: `{ '102': 'US CA MX' }`.
   */
  readonly orders: Readonly<Record<string, string>>;
  /** Order for every other country, and for viewers whose country is unknown. */
  readonly elsewhere: string;
}

/** Bytes of a function's code that CloudFront takes (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html). */
export const MAX_FUNCTION_BYTES = 10_240;

/**
 * A table of places. Countries whose order is that of `elsewhere` need no place in it.
 *
 * @param orders Names of all regions by country, the natural one first and then from near to far.
 * @param elsewhere Names of all regions, in the order for every other country.
 */
export function edgePlaces(
  orders: Readonly<Record<string, readonly string[]>>,
  elsewhere: readonly string[],
): EdgePlaces {
  const digits = (order: readonly string[]) => order.map((name) => elsewhere.indexOf(name)).join('');
  const usual = digits(elsewhere);
  const countries: Record<string, string> = {};
  for (const country of Object.keys(orders).sort()) {
    const order = digits(orders[country]);
    if (order !== usual) countries[order] = countries[order] ? `${countries[order]} ${country}` : country;
  }
  return { regions: elsewhere, orders: countries, elsewhere: usual };
}

/** Code of the function for requests: what its file holds, with the table of places. */
export function edgeFunctionCode(source: string, places: EdgePlaces): string {
  // After the rest, since the import has to be in the first line. It is there before the first request is.
  return `${source.trimEnd()}\nvar EDGE_PLACES = ${JSON.stringify(places)};\n`;
}
