import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

const ATTEMPTS = 5;
const ATTEMPT_TIMEOUT_MS = 5_000;
/** CloudFormation accepts 4 KB in all (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html). */
const REASON_MAX = 1_500;

/** What has to be left of a function's time for answering, with every retry. */
export const RESPOND_MS = 35_000;

/** How a request ended. */
export interface Outcome {
  /** Why it failed, where it did. */
  readonly failure?: string;
  /** Another id than before makes CloudFormation delete what had the former one. Default: an id that never changes. */
  readonly physicalId?: string;
}

/** Does what a request asks for, and always answers CloudFormation, which would wait for an hour otherwise. */
export async function answer(
  event: CloudFormationCustomResourceEvent,
  sleep: (ms: number) => Promise<void>,
  act: () => Promise<void>,
  physicalId?: string,
): Promise<void> {
  let failure: string | undefined;
  try {
    await act();
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
    console.error({ message: 'custom resource failed', type: event.ResourceType, reason: failure });
  }
  await respond(event, { failure, physicalId }, sleep);
}

async function respond(
  event: CloudFormationCustomResourceEvent,
  { failure, physicalId }: Outcome,
  sleep: (ms: number) => Promise<void>,
): Promise<void> {
  const formerId = 'PhysicalResourceId' in event ? event.PhysicalResourceId : event.LogicalResourceId;
  const body = JSON.stringify({
    Status: failure === undefined ? 'SUCCESS' : 'FAILED',
    Reason: failure?.slice(0, REASON_MAX),
    PhysicalResourceId: event.RequestType === 'Delete' ? formerId : (physicalId ?? formerId),
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
