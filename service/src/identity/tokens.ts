import { createLocalJWKSet, errors, importJWK, jwtVerify, SignJWT, type CryptoKey, type JSONWebKeySet } from 'jose';
import { signingKey, type SigningKey } from './keys';

/** Who a request comes from. */
export interface Identity {
  readonly user: string;
  /** The session that the token belongs to. */
  readonly session: string;
}

/** Seconds that a token, and the session that it belongs to, are good for. */
export const SESSION_SECONDS = 12 * 3600;

const ALGORITHM = 'ES256';

/** Signs tokens, and verifies them against the keys that it publishes. */
export class Tokens {
  /** What others verify tokens with (RFC 7517). */
  public readonly keySet: JSONWebKeySet;
  private readonly signer: SigningKey;
  private readonly publicKeys: ReturnType<typeof createLocalJWKSet>;
  private imported?: Promise<CryptoKey | Uint8Array>;

  /**
   * @param issuer Name of the deployment: tokens of another one are refused, even where the secret is the same.
   * @param secrets The first signs. Those after it verify what was signed before they were replaced.
   */
  constructor(
    private readonly issuer: string,
    secrets: readonly string[],
  ) {
    const [signer, ...others] = secrets.map(signingKey);
    if (!signer) throw new Error('secrets must hold at least one');
    this.signer = signer;
    this.keySet = { keys: [signer, ...others].map(({ publicKey }) => publicKey) };
    this.publicKeys = createLocalJWKSet(this.keySet);
  }

  public async issue({ user, session }: Identity): Promise<{ token: string; expiresAt: Date }> {
    const expiresAt = new Date((Math.floor(Date.now() / 1000) + SESSION_SECONDS) * 1000);
    const token = await new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM, kid: this.signer.keyId })
      .setIssuer(this.issuer)
      .setSubject(user)
      .setJti(session)
      .setIssuedAt()
      .setExpirationTime(expiresAt)
      .sign(await this.privateKey());
    return { token, expiresAt };
  }

  /** The identity that a token proves, or nothing where it proves none. */
  public async verify(token: string): Promise<Identity | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.publicKeys, {
        issuer: this.issuer,
        algorithms: [ALGORITHM],
        requiredClaims: ['sub', 'jti', 'exp'],
      });
      return { user: String(payload.sub), session: String(payload.jti) };
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  private privateKey(): Promise<CryptoKey | Uint8Array> {
    return (this.imported ??= importJWK(this.signer.privateKey, ALGORITHM));
  }
}
