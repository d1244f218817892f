import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { Environment } from '../../../lib/contract/environment';
import { alarmsOf } from './alarms';
import { check, differs, missing, ofEach, unless } from '../check';
import type { DeployedResource, Deployment } from '../deployment';
import { environmentOf, servicesOf } from './services';

/** Queues, what becomes of messages that fail, and who sends and receives. */
export const QUEUE_CHECKS = [
  check(
    'each work queue puts messages that fail aside, in a queue that exists and accepts them from it',
    async (deployment) =>
      ofEach(workQueues(deployment), async (queue) => {
        const attributes = await attributesOf(deployment, queue);
        const redrive = JSON.parse(attributes.RedrivePolicy ?? '{}') as { deadLetterTargetArn?: string };
        const name = redrive.deadLetterTargetArn?.split(':').pop() ?? '';
        const aside = deployment.some('AWS::SQS::Queue').find(({ properties }) => properties.QueueName === name);
        if (!aside) return [`${queue.path} puts messages aside in "${name}", which is not defined`];
        const there = await attributesOf(deployment, aside);
        return [
          ...differs(`${queue.path}: its dead-letter queue`, redrive.deadLetterTargetArn, there.QueueArn),
          // The emulator does not show again who may put messages aside.
          ...unless(
            JSON.stringify(aside.properties.RedriveAllowPolicy).includes(`:${String(queue.properties.QueueName)}"`),
            `${aside.path} does not accept messages from ${queue.path}`,
          ),
        ];
      }),
  ),

  check(
    'each work queue has a dead-letter queue, and each of these that has a name an alarm on its first message',
    async (deployment) => {
      const alarms = await alarmsOf(deployment);
      const aside = namedQueues(deployment).filter(({ path }) => path.includes('/DeadLetters'));
      return [
        ...workQueues(deployment).flatMap(({ path, properties: { QueueName: name } }) =>
          unless(
            aside.some(({ properties }) => properties.QueueName === `${String(name)}-dlq`),
            `${path} has no dead-letter queue`,
          ),
        ),
        ...aside.flatMap(({ path, properties: { QueueName: name } }) =>
          unless(
            alarms.some(
              ({ MetricName, Threshold, Dimensions }) =>
                MetricName === 'ApproximateNumberOfMessagesVisible' &&
                Threshold === 1 &&
                Dimensions?.some(({ Value }) => Value === name),
            ),
            `${path} has no alarm`,
          ),
        ),
      ];
    },
  ),

  check(
    'workers receive from queues that exist, and a service that is bound to a queue finds its address',
    async (deployment) => {
      const names = new Set(workQueues(deployment).map(({ properties }) => properties.QueueName));
      const found = (await servicesOf(deployment)).flatMap(({ resource, task }) =>
        [...environmentOf(task)]
          .filter(([variable]) => variable === Environment.WORK_QUEUE_URL || /^QUEUE_.*_URL$/.test(variable))
          .map(([variable, url]) => ({ service: resource.path, variable, name: url.split('/').pop() ?? '' })),
      );
      const received = found.filter(({ variable }) => variable === Environment.WORK_QUEUE_URL).map(({ name }) => name);
      return [
        ...found.flatMap(({ service, variable, name }) =>
          unless(names.has(name), `${service}: ${variable} names "${name}", which is not a queue`),
        ),
        ...differs('the queues that a worker receives from', received.sort(), [...names].sort()),
        ...unless(found.length > received.length, 'no service sends to a queue'),
      ];
    },
  ),

  check('each function keeps events that it failed on in a queue that exists', async (deployment) =>
    // The emulator does not show a function's dead-letter queue again: the template says which, SQS whether.
    ofEach(deployment.some('AWS::Lambda::Function').filter(isOurs), async (handler) => {
      const { TargetArn } = (handler.properties.DeadLetterConfig ?? {}) as { TargetArn?: unknown };
      const queue = deployment.target(handler, TargetArn);
      return missing(`${handler.path}: ${queue.path}`, () => attributesOf(deployment, queue));
    }),
  ),
];

/** Queues that have a name of their own: those of functions get one from CloudFormation. */
function namedQueues(deployment: Deployment): DeployedResource[] {
  return deployment.some('AWS::SQS::Queue').filter(({ properties }) => properties.QueueName !== undefined);
}

/** Providers of the CDK's own custom resources keep nothing. */
function isOurs({ properties }: DeployedResource): boolean {
  return properties.DeadLetterConfig !== undefined;
}

function workQueues(deployment: Deployment): DeployedResource[] {
  return namedQueues(deployment).filter(({ path }) => !path.includes('/DeadLetters'));
}

async function attributesOf(deployment: Deployment, { region, physicalId }: DeployedResource) {
  const { Attributes = {} } = await deployment
    .in(region)
    .sqs.send(new GetQueueAttributesCommand({ QueueUrl: physicalId, AttributeNames: ['All'] }));
  return Attributes;
}
