import { createECDH, hkdfSync } from 'node:crypto';
import type { JWK } from 'jose';

/** Order of the curve P-256 (FIPS 186-5): a private key is a number between 1 and one less. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** 64 bits more than the order has, so that the remainder is as good as evenly spread (FIPS 186-5, A.2.1). */
const SEED_BYTES = 40;

/** A key pair that signs with ES256. */
export interface SigningKey {
  readonly keyId: string;
  readonly privateKey: JWK;
  readonly publicKey: JWK;
}

/**
 * Derives a key pair from a secret: the same wherever the service runs. Secrets Manager makes random texts, but no key pairs, and
 * this saves a custom resource that would have to be trusted with them.
 */
export function signingKey(secret: string): SigningKey {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'zero-to-millions token ES256', SEED_BYTES));
  const scalar = (BigInt(`0x${seed.toString('hex')}`) % (ORDER - 1n)) + 1n;
  const number = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(number);
  // 04, then both coordinates.
  const point = curve.getPublicKey();
  const keyId = Buffer.from(hkdfSync('sha256', point, '', 'key id', 12)).toString('base64url');
  const publicKey = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
    alg: 'ES256',
    use: 'sig',
    kid: keyId,
  };
  return { keyId, publicKey, privateKey: { ...publicKey, d: number.toString('base64url') } };
}
