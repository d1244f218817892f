import { GetItemCommand, PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CONTROL_KEY, CONTROL_VALUE, CONTROL_VERSION } from '../../lib/contract/region-control';
import type { RecordStore, StoredRecord } from './ground';

/** Items of the control table. */
export class ControlRecords implements RecordStore {
  public constructor(
    private readonly client: Pick<DynamoDBClient, 'send'>,
    private readonly table: string,
  ) {}

  public async read(record: string): Promise<StoredRecord> {
    const Key = { [CONTROL_KEY]: { S: record } };
    const { Item } = await this.client.send(new GetItemCommand({ TableName: this.table, Key, ConsistentRead: true }));
    const value = Item?.[CONTROL_VALUE]?.S;
    return value === undefined ? { version: 0 } : { value, version: Number(Item?.[CONTROL_VERSION]?.N) };
  }

  public async write(record: string, value: string, version: number): Promise<boolean> {
    const isFirst = version === 0;
    const put = new PutItemCommand({
      TableName: this.table,
      Item: {
        [CONTROL_KEY]: { S: record },
        [CONTROL_VALUE]: { S: value },
        [CONTROL_VERSION]: { N: String(version + 1) },
      },
      ConditionExpression: isFirst ? 'attribute_not_exists(#name)' : '#name = :version',
      ExpressionAttributeNames: { '#name': isFirst ? CONTROL_KEY : CONTROL_VERSION },
      ...(isFirst ? {} : { ExpressionAttributeValues: { ':version': { N: String(version) } } }),
    });
    try {
      await this.client.send(put);
      return true;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
      // The SDK repeats a write whose answer was lost: then the condition fails although it was this one that wrote.
      const stored = await this.read(record);
      return stored.version === version + 1 && stored.value === value;
    }
  }
}
