import { arrivalOf, type ArrivingRequest } from '../../../runtime/load/arrival';

const CHECKER = { 'user-agent': 'ELB-HealthChecker/2.0' };
const PASSED_ON = { 'x-amzn-trace-id': 'Root=1-67891233-abcdef012345678912345678' };

describe('a request', () => {
  test.each<[string, string, string, Record<string, string>, string]>([
    ['the home page', '/', '10.0.0.4', PASSED_ON, 'request'],
    ['anything', '/carts/7?full', '10.0.0.4', PASSED_ON, 'request'],
    ['a health check of the load balancer', '/', '10.0.0.4', CHECKER, 'balancer-health-check'],
    ['a health check of a path that was changed', '/ready', '10.0.0.4', CHECKER, 'balancer-health-check'],
    ['somebody who calls himself a health checker', '/', '10.0.0.4', { ...CHECKER, ...PASSED_ON }, 'request'],
    ['a health check of the container', '/', '127.0.0.1', {}, 'health-check'],
    ['one with a query, over IPv6', '/?quick', '::1', {}, 'health-check'],
    ['one over a mapped address', '/', '::ffff:127.0.0.1', {}, 'health-check'],
    ['another service that asks for the same path', '/', '10.0.0.9', {}, 'request'],
    ['the proxy of the same task', '/', '127.0.0.1', PASSED_ON, 'request'],
    ['another path on itself', '/metrics', '127.0.0.1', {}, 'request'],
  ])('is known: %s', (_case, url, remoteAddress, headers, expected) => {
    const request = { url, headers, socket: { remoteAddress } } as ArrivingRequest;
    expect(arrivalOf(request, { healthCheckPath: '/' })).toBe(expected);
  });

  test('is known by its whole path where express has taken off the beginning', () => {
    const request = { url: '/', originalUrl: '/shop/', headers: {}, socket: { remoteAddress: '::1' } };
    expect(arrivalOf(request as unknown as ArrivingRequest, { healthCheckPath: '/' })).toBe('request');
    expect(arrivalOf(request as unknown as ArrivingRequest, { healthCheckPath: '/shop/' })).toBe('health-check');
  });

  test('is counted where no path of health checks is known', () => {
    const request = { url: '/', headers: {}, socket: { remoteAddress: '::1' } } as unknown as ArrivingRequest;
    expect(arrivalOf(request, {})).toBe('request');
  });
});
