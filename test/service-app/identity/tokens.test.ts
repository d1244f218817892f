import { createLocalJWKSet, jwtVerify, SignJWT, importJWK } from 'jose';
import { signingKey } from '../../../service/src/identity/keys';
import { SESSION_SECONDS, Tokens } from '../../../service/src/identity/tokens';

const SECRET = 'a secret that is long enough to be one';
const OTHER = 'another secret that is long enough too';
const ALICE = { user: 'alice', session: 's-1' };

describe('a signing key', () => {
  test('is the same wherever the secret is', () => {
    expect(signingKey(SECRET)).toEqual(signingKey(SECRET));
  });

  test('is another one for another secret', () => {
    expect(signingKey(OTHER).keyId).not.toBe(signingKey(SECRET).keyId);
  });

  test('publishes nothing private', () => {
    expect(Object.keys(signingKey(SECRET).publicKey).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });
});

describe('tokens', () => {
  const tokens = new Tokens('shop-prod', [SECRET]);

  test('are verified by whoever has the published keys', async () => {
    const { token } = await tokens.issue(ALICE);
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(tokens.keySet), {
      issuer: 'shop-prod',
    });
    expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: tokens.keySet.keys[0]?.kid });
    expect(payload).toMatchObject({ sub: 'alice', jti: 's-1' });
  });

  test('prove who signed in, to every instance with the same secret', async () => {
    const { token } = await tokens.issue(ALICE);
    expect(await new Tokens('shop-prod', [SECRET]).verify(token)).toEqual(ALICE);
  });

  test('say when they end', async () => {
    const { expiresAt } = await tokens.issue(ALICE);
    expect(Math.abs(expiresAt.getTime() - Date.now() - SESSION_SECONDS * 1000)).toBeLessThan(2000);
  });

  test('of the former secret are good while the new one signs', async () => {
    const { token } = await tokens.issue(ALICE);
    const rotated = new Tokens('shop-prod', [OTHER, SECRET]);
    expect(await rotated.verify(token)).toEqual(ALICE);
    expect(await new Tokens('shop-prod', [OTHER]).verify((await rotated.issue(ALICE)).token)).toEqual(ALICE);
  });

  test.each([
    ['of another secret', async () => (await new Tokens('shop-prod', [OTHER]).issue(ALICE)).token],
    ['of another deployment', async () => (await new Tokens('shop-test', [SECRET]).issue(ALICE)).token],
    ['that was changed', async () => (await tokens.issue(ALICE)).token.replace(/\.[^.]{6}/, '.eyJzdW')],
    ['that is none', () => Promise.resolve('none')],
    ['that has ended', () => signed({ expiresAt: 1 })],
    ['that never ends', () => signed({})],
  ])('refuses a token %s', async (_which, make) => {
    expect(await tokens.verify(await make())).toBeUndefined();
  });
});

async function signed({ expiresAt }: { expiresAt?: number }): Promise<string> {
  const { privateKey, keyId } = signingKey(SECRET);
  const token = new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: keyId })
    .setIssuer('shop-prod')
    .setSubject('alice')
    .setJti('s-1');
  if (expiresAt !== undefined) token.setExpirationTime(expiresAt);
  return token.sign(await importJWK(privateKey, 'ES256'));
}
