import { CreateTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CONTROL_KEY, CONTROL_VALUE } from '../../../lib/contract/region-control';
import { initialShardMap, readShardMap, SHARDS_RECORD, type ShardMap } from '../../../lib/contract/shard-map';
import { listening, standIn } from '../../cluster/part-kinds';
import { HOST } from '../../cluster/process/ports';
import type { Workshop } from '../../cluster/process/workshop';
import { CREDENTIALS, DEPLOYMENT, REGION } from '../../cluster/service-environment';

/** Name of the table. */
export const CONTROL_TABLE = `${DEPLOYMENT}-control`;

/** Starts the DynamoDB API, with an empty control table. */
export async function startControlTable(workshop: Workshop, port: number): Promise<void> {
  const folder = join(workshop.folder, 'control');
  mkdirSync(folder);
  const running = workshop.start('control', standIn('sessions.mts', { PORT: String(port), FOLDER: folder }));
  await listening('control', port, running);
  const client = controlClient(port);
  await client.send(
    new CreateTableCommand({
      TableName: CONTROL_TABLE,
      KeySchema: [{ AttributeName: CONTROL_KEY, KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: CONTROL_KEY, AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  client.destroy();
}

/** A client of the DynamoDB API on a port of the loopback. */
export function controlClient(port: number): DynamoDBClient {
  return new DynamoDBClient({ endpoint: `http://${HOST}:${port}`, region: REGION, credentials: CREDENTIALS });
}

/** The map as it is stored at present. */
export async function storedMap(client: DynamoDBClient): Promise<ShardMap> {
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: CONTROL_TABLE,
      Key: { [CONTROL_KEY]: { S: SHARDS_RECORD } },
      ConsistentRead: true,
    }),
  );
  const text = Item?.[CONTROL_VALUE]?.S;
  return text === undefined ? initialShardMap() : readShardMap(text);
}
