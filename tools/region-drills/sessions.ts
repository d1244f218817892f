import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Cluster } from '../cluster';
import { CREDENTIALS, REGION, SESSION_TABLE } from '../cluster/service-environment';

/** Copies the sessions of a region to another one, once: what a global table does all the time. */
export async function copySessions(from: Cluster, to: Cluster): Promise<void> {
  const [source, target] = [from, to].map(
    ({ endpoints }) => new DynamoDBClient({ endpoint: endpoints.sessions, region: REGION, credentials: CREDENTIALS }),
  );
  try {
    const { Items = [] } = await source.send(new ScanCommand({ TableName: SESSION_TABLE }));
    for (const Item of Items) await target.send(new PutItemCommand({ TableName: SESSION_TABLE, Item }));
  } finally {
    source.destroy();
    target.destroy();
  }
}
