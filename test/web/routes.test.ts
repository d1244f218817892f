import { conflicts, patternsOverlap, priorityOf, type Route } from '../../lib/web/routes';

const route = (service: string, paths: string[], options: Partial<Route> = {}): Route => ({
  service,
  paths,
  hosts: [],
  ...options,
});

describe('The priority of a route', () => {
  test('is the last one without paths and hosts', () => {
    expect(priorityOf(route('web', []))).toBe(50_000);
  });

  test('is the one that is given', () => {
    expect(priorityOf(route('api', ['/api/*'], { priority: 7 }))).toBe(7);
  });

  test.each([
    ['api', 37_454],
    ['admin', 47_957],
  ])('depends on nothing but the name: %s', (service, priority) => {
    expect(priorityOf(route(service, ['/x']))).toBe(priority);
    expect(priorityOf(route(service, ['/y'], { hosts: ['example.com'] }))).toBe(priority);
  });

  test('lies between explicit ones and the default', () => {
    for (let index = 0; index < 2000; index++) {
      const priority = priorityOf(route(`service-${index}`, ['/x']));
      expect(priority).toBeGreaterThanOrEqual(1000);
      expect(priority).toBeLessThan(50_000);
    }
  });
});

describe('Patterns', () => {
  test.each([
    ['/api/*', '/api/v1/*', true],
    ['/api/*', '/api', false],
    ['/api*', '/api', true],
    ['/a/*', '/b/*', false],
    ['*', '/anything', true],
    ['/*/images', '/shop/*', true],
    ['/*/images', '/shop/*.html', false],
    ['/v?/x', '/v1/x', true],
    ['/v?/x', '/v10/x', false],
    ['/v?/x', '/v/x', false],
    ['*.example.com', 'api.*.com', true],
    ['*.example.com', 'api.example.org', false],
    ['', '', true],
    ['', '*', true],
    ['', '?', false],
    ['*a*', '*b*', true],
  ])('%s and %s: %s', (one, other, overlap) => {
    expect(patternsOverlap(one, other)).toBe(overlap);
    expect(patternsOverlap(other, one)).toBe(overlap);
  });

  test('agree with brute force over short texts', () => {
    const alphabet = ['a', 'b'];
    const texts = [''];
    for (let length = 0, last = ['']; length < 4; length++) {
      last = last.flatMap((text) => alphabet.map((char) => text + char));
      texts.push(...last);
    }
    const patterns = ['', '*', '?', 'a', 'ab', 'a*', '*b', '?b', 'a?', '*a*', 'a*b', 'b*?', '??', 'ba?', '*aa'];
    const matching = (pattern: string) => {
      const form = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      return texts.filter((text) => form.test(text));
    };
    for (const one of patterns) {
      for (const other of patterns) {
        const both = matching(one).some((text) => matching(other).includes(text));
        expect([one, other, patternsOverlap(one, other)]).toEqual([one, other, both]);
      }
    }
  });
});

describe('Routes', () => {
  const broken = (one: Route, ...others: Route[]) => conflicts(one, others).filter(Boolean);

  test('stand beside each other when no request matches two of them', () => {
    const api = route('api', ['/api/*']);
    const admin = route('admin', ['/admin', '/admin/*']);
    const shop = route('shop', ['/api/*'], { hosts: ['shop.example.com'] });
    const other = route('other', ['/api/*'], { hosts: ['other.example.com'] });
    expect(broken(api, admin, route('web', []))).toEqual([]);
    expect(broken(shop, other)).toEqual([]);
  });

  test('may match the same request when the order is given', () => {
    expect(broken(route('v1', ['/api/v1/*'], { priority: 1 }), route('api', ['/api/*']))).toEqual([]);
    expect(broken(route('api', ['/api/*']), route('v1', ['/api/v1/*'], { priority: 1 }))).toEqual([]);
  });

  test('are refused when chance would decide between them', () => {
    expect(broken(route('v1', ['/api/v1/*']), route('api', ['/api/*']))).toEqual([
      'priority must be given where two services match the same request, got api (/api/*) and v1 (/api/v1/*); give the more specific one a priority between 1 and 999',
    ]);
    expect(broken(route('shop', [], { hosts: ['shop.example.com'] }), route('api', ['/api/*']))).toEqual([
      'priority must be given where two services match the same request, got api (/api/*) and shop (shop.example.com); give the more specific one a priority between 1 and 999',
    ]);
  });

  test('are refused with the same priority', () => {
    expect(broken(route('b', ['/b'], { priority: 5 }), route('a', ['/a'], { priority: 5 }))).toEqual([
      'priority must be unique on a load balancer, got 5 for a and b; give one of them another priority between 1 and 999',
    ]);
  });

  test('are refused as a second default', () => {
    expect(broken(route('b', []), route('a', []))).toEqual([
      'paths or hosts must be given for all services but one, got none for a and b; give one of them paths',
    ]);
  });
});
