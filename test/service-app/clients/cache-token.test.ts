import { SSMClient } from '@aws-sdk/client-ssm';
import { cacheToken } from '../../../service/src/clients/cache-token';

const { config } = new SSMClient({
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'session' },
});
const IDENTITY = { cacheName: 'shop-prod-cache-g1', user: 'shop-prod-cache-g1' };

describe('the token for a cache', () => {
  test('is a signed address of the cache, without a scheme, for 15 minutes', async () => {
    const token = await cacheToken(IDENTITY, 'master.shop.abc.euw1.cache.amazonaws.com', config);
    expect(token).toMatch(/^shop-prod-cache-g1\/\?/);
    const query = new URLSearchParams(token.slice(token.indexOf('?')));
    expect(query.get('Action')).toBe('connect');
    expect(query.get('User')).toBe('shop-prod-cache-g1');
    expect(query.get('X-Amz-Expires')).toBe('900');
    expect(query.get('X-Amz-Credential')).toMatch(/^AKIDEXAMPLE\/\d{8}\/eu-west-1\/elasticache\/aws4_request$/);
    expect(query.get('X-Amz-SignedHeaders')).toBe('host');
    expect(query.get('X-Amz-Security-Token')).toBe('session');
    expect(query.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/);
    expect(query.has('ResourceType')).toBe(false);
  });

  test('says so where the cache is serverless', async () => {
    const token = await cacheToken(IDENTITY, 'shop-abc.serverless.euw1.cache.amazonaws.com', config);
    expect(token).toContain('ResourceType=ServerlessCache');
  });
});
