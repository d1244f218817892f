import type { Listing, Price, PriceList, Quote } from './price-list';

/** The AWS Price List, as far as it is asked. */
export interface PriceSource {
  /** The products of a service with these attributes, as the documents that GetProducts answers with. */
  products(service: string, attributes: Readonly<Record<string, string>>): Promise<readonly string[]>;
}

/** What came of asking. */
export interface Refreshed {
  readonly list: PriceList;
  /** What has another price than before. */
  readonly changed: readonly string[];
  /** How many prices are those of today. */
  readonly asked: number;
  /** What could not be asked, and why; it keeps the figure and the source that it had. */
  readonly kept: readonly string[];
}

/** Name of the source of refreshed prices. */
export const PRICE_LIST = 'price-list';

/** A price that moved further than this was asked for wrongly: prices change by percents. */
const MOST_CHANGE = 3;

/** Services whose prices belong to no region, with what their usage types start with instead. */
const GLOBAL: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AmazonCloudFront: { 'us-east-1': 'US-', 'eu-west-1': 'EU-' },
  AmazonRoute53: { 'us-east-1': '', 'eu-west-1': '' },
};

/**
 * Asks the price list for every price in some regions. A price that it does not answer clearly stays as it is: a guess would be
 * worse than an old figure.
 *
 * @param today As it is written into the file, such as `2026-11-22`.
 */
export async function refresh(
  list: PriceList,
  source: PriceSource,
  regions: readonly string[],
  today: string,
): Promise<Refreshed> {
  const kept: string[] = [];
  const changed: string[] = [];
  let asked = 0;
  const prices: Record<string, Price> = {};
  for (const [id, price] of Object.entries(list.prices)) {
    const quotes: Record<string, Quote> = { ...price.regions };
    for (const region of regions) {
      const answer = await ask(price, source, region);
      if (typeof answer === 'string') {
        kept.push(`${id} in ${region}: ${answer}`);
        continue;
      }
      asked++;
      const before = price.regions[region]?.dollars;
      if (before !== answer) changed.push(`${id} in ${region}: ${before ?? 'unknown'} becomes ${answer}`);
      quotes[region] = { dollars: answer, sources: [PRICE_LIST] };
    }
    prices[id] = { ...price, regions: quotes };
  }
  return { list: asked > 0 ? dated(list, prices, today) : list, changed, asked, kept };
}

/** The price for so many as the file has it for, or why there is none. */
async function ask(price: Price, source: PriceSource, region: string): Promise<number | string> {
  const { list: listing } = price;
  if (!listing) return 'nobody has looked up where it stands in the price list';
  const global = GLOBAL[listing.service];
  const found = await source.products(listing.service, {
    ...listing.attributes,
    ...(global ? {} : { regionCode: region }),
  });
  const figures = unique(
    found
      .map(parse)
      .filter((product) => fits(product, listing, global?.[region]))
      .flatMap(firstPrice),
  );
  if (figures.length === 0)
    return `the price list has no product of ${listing.service} with usage type ${listing.usageType}`;
  if (figures.length > 1) return `the price list has several prices: ${figures.join(', ')}`;
  const dollars = Number((figures[0] * price.each).toPrecision(10));
  const before = price.regions[region]?.dollars;
  if (before && (dollars > MOST_CHANGE * before || before > MOST_CHANGE * dollars)) {
    return `${before} would become ${dollars}, which is another thing or another unit; look at it by hand`;
  }
  return dollars;
}

/** The part of a product's document that is read (https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-pelong.html). */
interface Product {
  readonly product?: { readonly productFamily?: string; readonly attributes?: Readonly<Record<string, string>> };
  readonly terms?: {
    readonly OnDemand?: Readonly<Record<string, { readonly priceDimensions?: Readonly<Record<string, Dimension>> }>>;
  };
}

interface Dimension {
  readonly beginRange?: string;
  readonly pricePerUnit?: Readonly<Record<string, string>>;
}

function parse(document: string): Product {
  return JSON.parse(document) as Product;
}

function fits({ product }: Product, { usageType, attributes = {} }: Listing, start: string | undefined): boolean {
  const given = product?.attributes ?? {};
  const usage = given.usagetype ?? '';
  // Most regions have a prefix of their own, such as `EUW1-`.
  const isUsage =
    start === undefined
      ? usage.replace(/^[A-Z]+\d?-/, '') === usageType || usage === usageType
      : usage === start + usageType;
  const all = { ...given, productFamily: product?.productFamily };
  return isUsage && Object.entries(attributes).every(([name, value]) => all[name as keyof typeof all] === value);
}

/** The price of the first step that is not free. */
function firstPrice({ terms }: Product): number[] {
  const dimensions = Object.values(terms?.OnDemand ?? {}).flatMap(({ priceDimensions }) =>
    Object.values(priceDimensions ?? {}),
  );
  const paid = dimensions
    .map(({ beginRange = '0', pricePerUnit }) => ({ from: Number(beginRange), dollars: Number(pricePerUnit?.USD) }))
    .filter(({ dollars }) => dollars > 0)
    .sort((one, other) => one.from - other.from);
  return paid.slice(0, 1).map(({ dollars }) => dollars);
}

function dated(list: PriceList, prices: Readonly<Record<string, Price>>, today: string): PriceList {
  const used = new Set(
    Object.values(prices).flatMap(({ regions }) => Object.values(regions).flatMap(({ sources }) => sources)),
  );
  const sources = Object.entries({
    ...list.sources,
    [PRICE_LIST]: {
      name: 'AWS Price List Query API, GetProducts',
      address: 'https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes.html',
      date: today,
      kind: 'aws' as const,
    },
  });
  return { ...list, compiled: today, sources: Object.fromEntries(sources.filter(([id]) => used.has(id))), prices };
}

function unique(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((one, other) => one - other);
}
