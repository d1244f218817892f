import document from './prices.json';

/** A price in a region, and where it was read. */
export interface Quote {
  readonly dollars: number;
  readonly sources: readonly string[];
}

/** Where a price stands in the AWS Price List. */
export interface Listing {
  readonly service: string;
  /** Without the prefix that it has in most regions, such as `EUW1-`. */
  readonly usageType: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A price, in every region where it is known. */
export interface Price {
  readonly name: string;
  /** What is counted: by the hour where it ends with `hour`. */
  readonly unit: string;
  /** So many of the unit's things it is for: 1,000,000 of a million requests. */
  readonly each: number;
  readonly note?: string;
  readonly list?: Listing;
  readonly regions: Readonly<Record<string, Quote>>;
}

/** Where figures come from. */
export interface Source {
  readonly name: string;
  readonly address?: string;
  readonly date?: string;
  /** `aws`: AWS says so itself. */
  readonly kind: 'aws' | 'secondary';
}

/** The file of prices. */
export interface PriceList {
  readonly about: string;
  /** The day on which the file was put together, or refreshed. */
  readonly compiled: string;
  readonly currency: string;
  readonly sources: Readonly<Record<string, Source>>;
  readonly prices: Readonly<Record<string, Price>>;
}

/** The prices that the package comes with. */
export const PRICES = document as unknown as PriceList;

/** The region whose prices are known best. */
export const DEFAULT_REGION = 'us-east-1';

/** Hours that AWS counts in a month. */
export const HOURS_A_MONTH = 730;

/** Regions of which something is known. */
export function pricedRegions(list: PriceList = PRICES): string[] {
  return [...new Set(Object.values(list.prices).flatMap(({ regions }) => Object.keys(regions)))].sort();
}
