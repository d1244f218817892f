import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { answer } from '../custom-resource/respond';
import { release, type Ports, type Release } from './release';

/** What has to be left of the function's time for stopping the task and answering, with every retry. */
const RESERVE_MS = 50_000;

/** Runs the release command when a resource is created or changed, and always answers. */
export function handle(event: CloudFormationCustomResourceEvent, remainingMs: number, ports: Ports): Promise<void> {
  return answer(
    event,
    (ms) => ports.sleep(ms),
    async () => {
      if (event.RequestType !== 'Delete') await release(parse(event, remainingMs), event.RequestId, ports);
    },
  );
}

/** CloudFormation turns numbers into text. */
function parse({ ResourceProperties: properties }: CloudFormationCustomResourceEvent, remainingMs: number): Release {
  const timeoutSeconds = Number(properties.timeoutSeconds);
  const remainingSeconds = Math.floor((remainingMs - RESERVE_MS) / 1000);
  return { ...(properties as unknown as Release), timeoutSeconds: Math.min(timeoutSeconds, remainingSeconds) };
}
