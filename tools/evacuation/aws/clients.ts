import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECSClient } from '@aws-sdk/client-ecs';
import { RDSClient } from '@aws-sdk/client-rds';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { StoreClient } from '../../../lambda/region-traffic/stored-value';

/** What is used of a client. */
export type Send<T extends { send: unknown }> = Pick<T, 'send'>;

/** Clients of the services in one region. */
export interface RegionClients {
  readonly scaling: Send<ApplicationAutoScalingClient>;
  readonly ecs: Send<ECSClient>;
  readonly cloudwatch: Send<CloudWatchClient>;
  readonly rds: Send<RDSClient>;
  readonly ssm: Send<SSMClient>;
  readonly dynamodb: Send<DynamoDBClient>;
}

/** AWS with the credentials of the shell. */
export interface Clients {
  /** The services in a region, which is asked nothing before one of them is used. */
  in(region: string): RegionClients;
  /** The values of the edge, which are in no region. */
  readonly edge: StoreClient;
}

/** Clients that wait seconds, and not minutes, for a region that does not answer. */
export function clients(): Clients {
  const known = new Map<string, RegionClients>();
  return {
    in: (region) => known.get(region) ?? remember(known, region),
    // The endpoint is global; the SDK wants a region for what it does not depend on.
    edge: new CloudFrontKeyValueStoreClient({ region: 'us-east-1', ...patience() }),
  };
}

function remember(known: Map<string, RegionClients>, region: string): RegionClients {
  const config = { region, ...patience() };
  const made = {
    scaling: new ApplicationAutoScalingClient(config),
    ecs: new ECSClient(config),
    cloudwatch: new CloudWatchClient(config),
    rds: new RDSClient(config),
    ssm: new SSMClient(config),
    dynamodb: new DynamoDBClient(config),
  };
  known.set(region, made);
  return made;
}

/** Three attempts of 5 seconds each. */
function patience() {
  return { maxAttempts: 3, requestHandler: { connectionTimeout: 3000, requestTimeout: 5000 } };
}
