import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { WebServiceOptions, WorkerOptions } from '../lib';

/**
 * A public web server that answers on port 8080, path `/`, as user 101, on arm64 and x86, with nothing but `/tmp` writable
 * (https://github.com/nginx/docker-nginx-unprivileged). Put your own image in its place.
 */
export const SAMPLE_WEB_SERVICE: WebServiceOptions = {
  image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29-alpine'),
  port: 8080,
  healthCheckPath: '/',
  user: '101',
};

/**
 * A worker in one line of shell: takes a message, works for a second, deletes it. The image is AWS's command line, for arm64
 * and x86; it writes its cache below HOME. Put your own image in its place.
 */
export const SAMPLE_WORKER: WorkerOptions = {
  image: ecs.ContainerImage.fromRegistry('public.ecr.aws/aws-cli/aws-cli:2.31.29'),
  user: '1000',
  environment: { HOME: '/tmp' },
  entryPoint: ['/bin/sh', '-c'],
  command: [
    [
      'trap "exit 0" TERM',
      'while true; do',
      'receipt=$(aws sqs receive-message --queue-url "$WORK_QUEUE_URL" --wait-time-seconds 20 --query "Messages[0].ReceiptHandle" --output text)',
      'if [ "$receipt" != None ]; then sleep 1; aws sqs delete-message --queue-url "$WORK_QUEUE_URL" --receipt-handle "$receipt"; fi',
      'done',
    ].join('\n'),
  ],
};
