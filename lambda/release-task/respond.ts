import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

const ATTEMPTS = 5;
const ATTEMPT_TIMEOUT_MS = 5_000;
/** CloudFormation accepts 4 KB in all (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html). */
const REASON_MAX = 1_500;

/** Tells CloudFormation how a request ended. The id never changes, so nothing is ever replaced. */
export async function respond(
  event: CloudFormationCustomResourceEvent,
  failure: string | undefined,
  sleep: (ms: number) => Promise<void>,
): Promise<void> {
  const body = JSON.stringify({
    Status: failure === undefined ? 'SUCCESS' : 'FAILED',
    Reason: failure?.slice(0, REASON_MAX),
    PhysicalResourceId: 'PhysicalResourceId' in event ? event.PhysicalResourceId : event.LogicalResourceId,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
  });
  for (let attempt = 1; ; attempt++) {
    try {
      return await put(event.ResponseURL, body);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await sleep(250 * 2 ** attempt);
    }
  }
}

async function put(url: string, body: string): Promise<void> {
  const response = await fetch(url, {
    method: 'PUT',
    // The URL is signed for an empty content type; text as the body would add one.
    headers: { 'content-type': '' },
    body: Buffer.from(body),
    signal: AbortSignal.timeout(ATTEMPT_TIMEOUT_MS),
  });
  // Never the URL: whoever has it can answer in our name.
  if (!response.ok) throw new Error(`CloudFormation's answer was refused with status ${response.status}`);
}
