import type { SSMClient } from '@aws-sdk/client-ssm';
import { SignatureV4 } from '@smithy/signature-v4';

/** Where credentials, region and hash come from: any client of the SDK has them. */
export type TokenSource = Pick<SSMClient['config'], 'credentials' | 'region' | 'sha256'>;

/** Seconds that a token is good for, which is the longest that ElastiCache accepts. */
const TOKEN_SECONDS = 900;

/**
 * The password of a user of ElastiCache that authenticates by IAM: a signed address, without its scheme
 * (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html).
 */
export async function cacheToken(
  { cacheName, user }: { readonly cacheName: string; readonly user: string },
  host: string,
  source: TokenSource,
): Promise<string> {
  const signer = new SignatureV4({
    service: 'elasticache',
    region: source.region,
    credentials: source.credentials,
    sha256: source.sha256,
  });
  const { query = {} } = await signer.presign(
    {
      method: 'GET',
      protocol: 'http:',
      hostname: cacheName,
      path: '/',
      headers: { host: cacheName },
      query: {
        Action: 'connect',
        User: user,
        // Only their addresses tell serverless caches from others.
        ...(host.includes('.serverless.') ? { ResourceType: 'ServerlessCache' } : {}),
      },
    },
    { expiresIn: TOKEN_SECONDS },
  );
  const parameters = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return `${cacheName}/?${parameters.toString()}`;
}
