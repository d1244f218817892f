import { PROBE_HEADER, PROBE_PATH, PROBE_TIMEOUT } from '../../lib/contract/region-probe';

/**
 * Whether a region answers a request through the edge. It is sent as a write: CloudFront neither keeps its answer nor lets another region give it. An
 * answer of 500 and more is what CloudFront gives in the place of a region that it does not reach, or the region itself when it serves nobody.
 */
export async function reachesRegion(url: string, region: string, ask: typeof fetch = fetch): Promise<boolean> {
  try {
    const { status } = await ask(new URL(PROBE_PATH, url), {
      method: 'POST',
      headers: { [PROBE_HEADER]: region },
      redirect: 'manual',
      signal: AbortSignal.timeout(PROBE_TIMEOUT * 1000),
    });
    return status < 500;
  } catch (error) {
    console.warn({ message: 'no answer', region, error: String(error) });
    return false;
  }
}
