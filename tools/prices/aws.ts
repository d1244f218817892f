import { PricingClient, paginateGetProducts } from '@aws-sdk/client-pricing';
import type { PriceSource } from './refresh';

/** The endpoint of the price list is in a few regions; this one has the prices of all (IAM: `pricing:GetProducts`). */
const ENDPOINT = 'us-east-1';

/** The price list of AWS, with the credentials of the environment. */
export class AwsPriceList implements PriceSource {
  public constructor(private readonly client = new PricingClient({ region: ENDPOINT })) {}

  public async products(service: string, attributes: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const Filters = Object.entries(attributes).map(([Field, Value]) => ({ Type: 'TERM_MATCH' as const, Field, Value }));
    const products: string[] = [];
    for await (const { PriceList } of paginateGetProducts({ client: this.client }, { ServiceCode: service, Filters })) {
      products.push(...((PriceList ?? []) as unknown[]).map(String));
    }
    return products;
  }
}
