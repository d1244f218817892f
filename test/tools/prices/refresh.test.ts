import { PRICES, type PriceList } from '../../../tools/prices/price-list';
import { PRICE_LIST, refresh, type PriceSource } from '../../../tools/prices/refresh';

/** A product as GetProducts answers, in the shape of its documentation. */
function product(
  usagetype: string,
  steps: readonly (readonly [beginRange: string, dollars: string])[],
  rest: { productFamily?: string; attributes?: Record<string, string> } = {},
): string {
  return JSON.stringify({
    product: {
      productFamily: rest.productFamily,
      attributes: { usagetype, servicecode: 'Any', regionCode: 'us-east-1', ...rest.attributes },
      sku: 'ABCDEFGH23456789',
    },
    serviceCode: 'Any',
    terms: {
      OnDemand: {
        'ABCDEFGH23456789.JRTCKXETXF': {
          effectiveDate: '2026-11-01T00:00:00Z',
          offerTermCode: 'JRTCKXETXF',
          priceDimensions: Object.fromEntries(
            steps.map(([beginRange, USD], index) => [
              `ABCDEFGH23456789.JRTCKXETXF.${index}`,
              { unit: 'Hrs', beginRange, endRange: 'Inf', pricePerUnit: { USD }, appliesTo: [] },
            ]),
          ),
        },
      },
      Reserved: {
        'ABCDEFGH23456789.4NA7Y494T4': {
          priceDimensions: { one: { beginRange: '0', pricePerUnit: { USD: '0.0001000000' } } },
        },
      },
    },
    version: '20261101000000',
    publicationDate: '2026-11-01T00:00:00Z',
  });
}

const FILE: PriceList = {
  about: '',
  compiled: '2026-01-01',
  currency: 'USD',
  sources: { old: { name: 'An old page', kind: 'secondary' }, other: { name: 'Another', kind: 'secondary' } },
  prices: {
    nat: {
      name: 'NAT gateway',
      unit: 'hour',
      each: 1,
      list: { service: 'AmazonEC2', usageType: 'NatGateway-Hours', attributes: { productFamily: 'NAT Gateway' } },
      regions: { 'us-east-1': { dollars: 0.045, sources: ['old'] } },
    },
    requests: {
      name: 'Requests',
      unit: 'million requests',
      each: 1_000_000,
      list: { service: 'AWSQueueService', usageType: 'Requests' },
      regions: { 'us-east-1': { dollars: 0.4, sources: ['old'] } },
    },
    unlisted: {
      name: 'Unlisted',
      unit: 'month',
      each: 1,
      regions: { 'us-east-1': { dollars: 1, sources: ['other'] } },
    },
  },
};

function answering(answers: Record<string, readonly string[]>): PriceSource & { asked: [string, unknown][] } {
  const asked: [string, unknown][] = [];
  return {
    asked,
    products: (service, attributes) => {
      asked.push([service, attributes]);
      return Promise.resolve(answers[service] ?? []);
    },
  };
}

const NAT = (usagetype: string, dollars: string) =>
  product(usagetype, [['0', dollars]], { productFamily: 'NAT Gateway' });

const run = (answers: Record<string, readonly string[]>, regions = ['us-east-1']) =>
  refresh(FILE, answering(answers), regions, '2026-12-24');

describe('refreshing prices', () => {
  test('takes the price of the product with that usage type, and names the price list as its source', async () => {
    const { list, changed, asked } = await run({
      AmazonEC2: [NAT('NatGateway-Hours', '0.0460000000'), NAT('NatGateway-Bytes', '0.0990000000')],
    });
    expect(list.prices.nat.regions).toEqual({ 'us-east-1': { dollars: 0.046, sources: [PRICE_LIST] } });
    expect(changed).toEqual(['nat in us-east-1: 0.045 becomes 0.046']);
    expect(asked).toBe(1);
    expect(list.compiled).toBe('2026-12-24');
    expect(list.sources[PRICE_LIST].date).toBe('2026-12-24');
  });

  test('asks for the region and the attributes, and takes usage types with the prefix of a region', async () => {
    const source = answering({ AmazonEC2: [NAT('EUW1-NatGateway-Hours', '0.0480000000')] });
    const { list, changed } = await refresh(FILE, source, ['eu-west-1'], '2026-12-24');
    expect(source.asked[0]).toEqual(['AmazonEC2', { productFamily: 'NAT Gateway', regionCode: 'eu-west-1' }]);
    expect(list.prices.nat.regions).toEqual({
      'us-east-1': { dollars: 0.045, sources: ['old'] },
      'eu-west-1': { dollars: 0.048, sources: [PRICE_LIST] },
    });
    expect(changed).toEqual(['nat in eu-west-1: unknown becomes 0.048']);
  });

  test('takes the first step that costs something, for as many as the file has it for', async () => {
    const { list } = await run({
      AWSQueueService: [
        product('Requests', [
          ['100000000000', '0.0000003000'],
          ['0', '0.0000000000'],
          ['1000000', '0.0000004100'],
        ]),
      ],
    });
    expect(list.prices.requests.regions['us-east-1'].dollars).toBe(0.41);
  });

  test('keeps what it is not answered clearly, with its old source, and says why', async () => {
    const { list, kept, asked } = await run({
      AmazonEC2: [NAT('NatGateway-Hours', '0.0450000000'), NAT('NatGateway-Hours', '0.0500000000')],
    });
    expect(asked).toBe(0);
    expect(list).toBe(FILE);
    expect(kept).toEqual([
      'nat in us-east-1: the price list has several prices: 0.045, 0.05',
      'requests in us-east-1: the price list has no product of AWSQueueService with usage type Requests',
      'unlisted in us-east-1: nobody has looked up where it stands in the price list',
    ]);
  });

  test('refuses a figure of another unit', async () => {
    const { kept } = await run({ AmazonEC2: [NAT('NatGateway-Hours', '32.8500000000')] });
    expect(kept[0]).toBe(
      'nat in us-east-1: 0.045 would become 32.85, which is another thing or another unit; look at it by hand',
    );
  });

  test('does not take products with other attributes, or the prices of reservations', async () => {
    const { kept } = await run({
      AmazonEC2: [product('NatGateway-Hours', [['0', '0.0400000000']], { productFamily: 'Something else' })],
    });
    expect(kept[0]).toContain('has no product of AmazonEC2');
  });

  test('leaves sources out that nothing comes from any more', async () => {
    const { list } = await run({
      AmazonEC2: [NAT('NatGateway-Hours', '0.0450000000')],
      AWSQueueService: [product('Requests', [['0', '0.0000004000']])],
    });
    expect(Object.keys(list.sources).sort()).toEqual(['other', PRICE_LIST]);
  });

  test('passes on that there are no credentials', async () => {
    const source: PriceSource = { products: () => Promise.reject(new Error('Could not load credentials')) };
    await expect(refresh(FILE, source, ['us-east-1'], '2026-12-24')).rejects.toThrow('Could not load credentials');
  });
});

describe('the file of prices', () => {
  const prices = Object.entries(PRICES.prices);

  test.each(prices)('has a source for %s', (_id, { regions, each, unit }) => {
    expect(each).toBeGreaterThan(0);
    expect(unit).not.toBe('');
    for (const { dollars, sources } of Object.values(regions)) {
      expect(dollars).toBeGreaterThan(0);
      expect(sources.length).toBeGreaterThan(0);
      expect(sources.filter((source) => !(source in PRICES.sources))).toEqual([]);
    }
  });

  test('says for so many as it is: a million, ten thousand or one', () => {
    const words: Record<string, number> = { million: 1_000_000, '10,000': 10_000, '1,000': 1000 };
    expect(prices.filter(([, { unit, each }]) => (words[unit.split(' ')[0]] ?? 1) !== each)).toEqual([]);
  });

  test('has no source that nothing comes from, but those of its notes', () => {
    const text = JSON.stringify(PRICES.prices);
    expect(Object.keys(PRICES.sources).filter((source) => !new RegExp(`\\b${source}\\b`).test(text))).toEqual([]);
  });

  test('is dated', () => {
    expect(PRICES.compiled).toMatch(/^20\d\d-\d\d-\d\d$/);
  });
});
