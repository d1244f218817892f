import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { SQS } from '@aws-sdk/client-sqs';
import { createClient, createCluster } from '@redis/client';
import { SSM } from '@aws-sdk/client-ssm';
import { Pool, type PoolClient } from 'pg';
import type {
  CacheClient,
  ControlTableClient,
  ParameterStoreClient,
  SecretsClient,
  SqlPool,
  QueueClient,
  QueueSender,
  SessionClient,
  SqlClient,
} from '../../runtime';

/** Compiling is the test: each function takes what the runtime asks for, and is given what people have. */
const takes = {
  cache: (client: CacheClient) => client,
  queue: (client: QueueClient & QueueSender) => client,
  session: (client: SessionClient) => client,
  control: (client: ControlTableClient) => client,
  sql: (client: SqlClient) => client,
  pool: (pool: SqlPool) => pool,
  parameters: (client: ParameterStoreClient) => client,
  secrets: (client: SecretsClient) => client,
};

test('clients that people have are what the runtime asks for', () => {
  const settings = { region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const clients = [
    takes.cache(createClient()),
    takes.cache(createCluster({ rootNodes: [] })),
    takes.queue(new SQS(settings)),
    takes.session(new DynamoDB(settings)),
    takes.control(new DynamoDB(settings)),
    takes.sql(new Pool()),
    takes.pool(new Pool()),
    takes.parameters(new SSM(settings)),
    takes.secrets(new SecretsManager(settings)),
  ];
  const ofPool = (client: PoolClient): SqlClient => takes.sql(client);
  expect(clients).toHaveLength(9);
  expect(ofPool).toBeInstanceOf(Function);
});
