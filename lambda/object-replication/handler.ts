import { setTimeout } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { bucketsOf } from './aws';
import { handle, type Ports } from './handle';

const clients = new Map<string, S3Client>();

function clientIn(region: string): S3Client {
  const client = clients.get(region) ?? new S3Client({ region, maxAttempts: 6 });
  clients.set(region, client);
  return client;
}

const ports: Ports = {
  s3: bucketsOf(clientIn),
  clock: { now: () => Date.now(), sleep: (ms) => setTimeout(ms) },
};

/** Puts and takes away replication for CloudFormation. */
export const handler = (event: CloudFormationCustomResourceEvent): Promise<void> => handle(event, ports);
