import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { ScheduledEvent } from 'aws-lambda';
import { parseQueueDemandConfig, QUEUE_DEMAND_CONFIG, QueueDemandMetric } from '../../lib/contract/queue-demand';
import { publishForOneMinute, type World } from './publish';

// A publication has to be over before the next one: two tries of two seconds at most.
const quick = { maxAttempts: 2, requestHandler: { connectionTimeout: 1000, requestTimeout: 2000 } };
const cloudwatch = new CloudWatchClient(quick);
const ecs = new ECSClient(quick);
const sqs = new SQSClient(quick);
const config = parseQueueDemandConfig(process.env[QUEUE_DEMAND_CONFIG]);

const world: World = {
  async queueDepth(queueUrl) {
    const { Attributes: attributes } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: queueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return {
      visible: Number(attributes?.ApproximateNumberOfMessages ?? 0),
      inFlight: Number(attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
    };
  },

  async taskCounts(cluster, services) {
    const response = await ecs.send(new DescribeServicesCommand({ cluster, services }));
    return new Map(
      (response.services ?? [])
        .filter(({ status }) => status === 'ACTIVE')
        .map(({ serviceName, desiredCount, runningCount }) => [
          serviceName ?? '',
          { desired: desiredCount ?? 0, running: runningCount ?? 0 },
        ]),
    );
  },

  publish: (data) =>
    cloudwatch.send(new PutMetricDataCommand({ Namespace: QueueDemandMetric.NAMESPACE, MetricData: data })),

  now: Date.now,
  sleep,
};

/** Publishes, for one minute, how much work waits per task of each worker. */
export const handler = (event: Pick<ScheduledEvent, 'time'>): Promise<void> =>
  publishForOneMinute(config, event.time, world);
