import type { EdgeRequest, Fields } from '../../lambda/edge-router/event';
import { handler as onRequest } from '../../lambda/edge-router/viewer-request';
import { handler as onResponse } from '../../lambda/edge-router/viewer-response';
import { edgePlaces } from '../../lib/contract/edge-places';
import { initialRouting, type EdgeRouting } from '../../lib/contract/edge-routing';

const mockStore = { get: jest.fn() };
const mockCloudFront = {
  kvs: jest.fn(() => mockStore),
  selectRequestOriginById: jest.fn(),
  createRequestOriginGroup: jest.fn(),
};
// Imports come before what is above: only the calls may look at it.
jest.mock(
  'cloudfront',
  () => ({
    __esModule: true,
    default: {
      kvs: () => mockCloudFront.kvs(),
      selectRequestOriginById: (id: string) => mockCloudFront.selectRequestOriginById(id) as void,
      createRequestOriginGroup: (group: object) => mockCloudFront.createRequestOriginGroup(group) as void,
    },
  }),
  { virtual: true },
);

const [HOME, AMERICA] = ['eu-west-1', 'us-east-1'];
const ROUTING = initialRouting([
  { name: HOME, origin: 'home' },
  { name: AMERICA, origin: 'america' },
]);
const HOST = { host: { value: 'www.example.com' } };

function request(method: string, country?: string, cookie?: string, headers: Fields = {}): EdgeRequest {
  return {
    method,
    uri: '/',
    headers: { ...HOST, ...headers, ...(country && { 'cloudfront-viewer-country': { value: country } }) },
    cookies: cookie ? { 'ztm-region': { value: cookie } } : {},
  };
}

/** What the store holds, or that it holds nothing. */
function store(value: unknown): void {
  if (value instanceof Error) mockStore.get.mockRejectedValue(value);
  else mockStore.get.mockResolvedValue(value);
}

const send = (sent: EdgeRequest) => onRequest({ viewer: { ip: '203.0.113.7' }, request: sent });

/** The decision as it travels, and that nothing was asked of CloudFront but what is expected. */
const headerOf = ({ headers }: EdgeRequest) => headers['x-ztm-region']?.value;

beforeEach(() => {
  jest.resetAllMocks();
  mockCloudFront.kvs.mockReturnValue(mockStore);
  jest.spyOn(console, 'log').mockImplementation();
  store(ROUTING);
  Object.assign(globalThis, { EDGE_PLACES: edgePlaces({ US: [AMERICA, HOME] }, [HOME, AMERICA]) });
});

describe('edge router, for requests', () => {
  test.each(['GET', 'HEAD', 'OPTIONS'])('sends %s to the natural region, or else the second', async (method) => {
    const sent = request(method, 'US');
    expect(await send(sent)).toBe(sent);
    expect(headerOf(sent)).toBe(AMERICA);
    expect(mockCloudFront.createRequestOriginGroup.mock.calls).toEqual([
      [
        {
          originIds: [{ originId: 'america' }, { originId: 'home' }],
          failoverCriteria: { statusCodes: [500, 502, 503, 504] },
        },
      ],
    ]);
    expect(mockCloudFront.selectRequestOriginById).not.toHaveBeenCalled();
  });

  test('sends a read to one origin where only one region is healthy', async () => {
    const [home, america] = ROUTING.regions;
    store({ ...ROUTING, regions: [{ ...home, healthy: false }, america] });
    await send(request('GET'));
    expect(mockCloudFront.selectRequestOriginById.mock.calls).toEqual([['america']]);
    expect(mockCloudFront.createRequestOriginGroup).not.toHaveBeenCalled();
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('sends %s to the region of the viewer alone', async (method) => {
    await send(request(method, 'US'));
    expect(mockCloudFront.selectRequestOriginById.mock.calls).toEqual([['america']]);
    expect(mockCloudFront.createRequestOriginGroup).not.toHaveBeenCalled();
  });

  test('sends writes to the stored writer, and leaves the viewer with the own region', async () => {
    store({ ...ROUTING, writer: HOME } satisfies EdgeRouting);
    const sent = request('POST', 'US');
    await send(sent);
    expect(mockCloudFront.selectRequestOriginById.mock.calls).toEqual([['home']]);
    expect(headerOf(sent)).toBe(AMERICA);
  });

  test('keeps a viewer with the region of the cookie', async () => {
    const sent = request('GET', 'US', HOME);
    await send(sent);
    expect(headerOf(sent)).toBe(HOME);
  });

  test('reads the store once, under one key', async () => {
    for (const method of ['GET', 'POST']) {
      mockStore.get.mockClear();
      await send(request(method, 'US', AMERICA));
      expect(mockStore.get.mock.calls).toEqual([['routing', { format: 'json' }]]);
    }
  });

  test('takes no claim of a viewer for its decision', async () => {
    const claim = { 'x-ztm-region': { value: AMERICA } };
    const decided = request('GET', undefined, undefined, claim);
    await send(decided);
    expect(headerOf(decided)).toBe(HOME);
    store(new Error('KeyNotFound'));
    const undecided = request('GET', undefined, undefined, claim);
    await send(undecided);
    expect(undecided.headers).toEqual(HOST);
  });
});

describe('edge router, home', () => {
  const sentHome = async () => {
    const sent = request('GET', 'US');
    expect(await send(sent)).toBe(sent);
    expect(headerOf(sent)).toBeUndefined();
    return (console.log as jest.Mock<void, [string]>).mock.calls;
  };

  test.each([
    ['the key is missing', new Error('KeyNotFound'), 'home: KeyNotFound'],
    ['the value is of another format', { version: 2 }, 'home: the value cannot be read'],
    ['the value is null', null, 'home: the value cannot be read'],
  ])('is where requests go when %s, and the log says so', async (_, value, line) => {
    store(value);
    expect(await sentHome()).toEqual([[line]]);
    expect(mockCloudFront.createRequestOriginGroup).not.toHaveBeenCalled();
    expect(mockCloudFront.selectRequestOriginById).not.toHaveBeenCalled();
  });

  test('is where requests go when the value has regions that are none', async () => {
    store({ version: 1, regions: [null] });
    expect(await sentHome()).toEqual([[expect.stringMatching(/^home: /)]]);
  });

  test('is where requests go when no store is associated', async () => {
    mockCloudFront.kvs.mockImplementation(() => {
      throw new Error('no key value store');
    });
    expect(await sentHome()).toEqual([['home: no key value store']]);
  });

  test('is where requests go when CloudFront refuses the origin', async () => {
    mockCloudFront.createRequestOriginGroup.mockImplementation(() => {
      throw new Error('no such origin');
    });
    expect(await sentHome()).toEqual([['home: no such origin']]);
  });

  test('is where requests go when there is no table of places', async () => {
    Reflect.deleteProperty(globalThis, 'EDGE_PLACES');
    expect(await sentHome()).toEqual([['home: EDGE_PLACES is not defined']]);
  });
});

describe('edge router, for answers', () => {
  const answer = (region?: string, cookie?: string) => {
    const headers = region ? { 'x-ztm-region': { value: region } } : {};
    const response = { headers: {}, cookies: { session: { value: 'abc' } } };
    expect(onResponse({ request: request('GET', 'US', cookie, headers), response })).toBe(response);
    return response.cookies;
  };
  const SESSION = { session: { value: 'abc' } };

  test.each([
    ['has no cookie', undefined],
    ['has that of another region', HOME],
  ])('keeps a viewer who %s with the region for a day', (_, cookie) => {
    expect(answer(AMERICA, cookie)).toEqual({
      ...SESSION,
      'ztm-region': { value: AMERICA, attributes: 'Path=/; Max-Age=86400; Secure; HttpOnly; SameSite=Lax' },
    });
  });

  test('does not renew the cookie, so that it ends', () => {
    expect(answer(AMERICA, AMERICA)).toEqual(SESSION);
  });

  test('sets none when nothing was decided', () => {
    expect(answer()).toEqual(SESSION);
  });

  test('reads nothing from the store', () => {
    answer(AMERICA);
    expect(mockCloudFront.kvs).not.toHaveBeenCalled();
  });
});

describe('a probe', () => {
  const probe = (region: string, uri = '/.well-known/ztm-probe') => ({
    ...request('POST', 'US', HOME, { 'x-ztm-probe': { value: region } }),
    uri,
  });

  test('is answered by the region that it names, be it unhealthy and without weight, and by no second one', async () => {
    const [home, america] = ROUTING.regions;
    store({ ...ROUTING, writer: HOME, regions: [home, { ...america, weight: 0, healthy: false }] });
    expect(headerOf(await send(probe(AMERICA)))).toBe(AMERICA);
    expect(mockCloudFront.selectRequestOriginById.mock.calls).toEqual([['america']]);
    expect(mockCloudFront.createRequestOriginGroup).not.toHaveBeenCalled();
    expect(mockStore.get).toHaveBeenCalledTimes(1);
  });

  test('names no region on another path, where nobody chooses', async () => {
    store({ ...ROUTING, writer: HOME });
    await send(probe(AMERICA, '/'));
    expect(mockCloudFront.selectRequestOriginById.mock.calls).toEqual([['home']]);
  });

  test('of a region that there is not goes where any request goes', async () => {
    store({ ...ROUTING, writer: HOME });
    await send(probe('nowhere'));
    expect(mockCloudFront.selectRequestOriginById.mock.calls).toEqual([['home']]);
  });
});
