import { GetItemCommand, PutItemCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CONTROL_KEY,
  CONTROL_VALUE,
  CONTROL_VERSION,
  historyRecord,
  readControl,
  REGIONS_RECORD,
  renderControl,
  type RegionControl,
  type RegionMove,
} from '../../../lib/contract/region-control';
import type { ControlStore, Stored } from '../levers';
import type { Send } from './clients';

/** The control table, as one region has it. */
export class ControlTableStore implements ControlStore {
  public constructor(
    private readonly client: Send<DynamoDBClient>,
    private readonly table: string,
  ) {}

  public async read(): Promise<Stored> {
    const get = new GetItemCommand({
      TableName: this.table,
      Key: { [CONTROL_KEY]: { S: REGIONS_RECORD } },
      ConsistentRead: true,
    });
    const { Item } = await this.client.send(get);
    const value = Item?.[CONTROL_VALUE]?.S;
    if (value === undefined) return { version: 0 };
    return { control: readControl(value), version: Number(Item?.[CONTROL_VERSION]?.N) };
  }

  public async write(control: RegionControl, version: number): Promise<boolean> {
    const put = new PutItemCommand({
      TableName: this.table,
      Item: item(REGIONS_RECORD, version + 1, renderControl(control)),
      ConditionExpression: version === 0 ? 'attribute_not_exists(#key)' : '#version = :version',
      ExpressionAttributeNames: version === 0 ? { '#key': CONTROL_KEY } : { '#version': CONTROL_VERSION },
      ...(version === 0 ? {} : { ExpressionAttributeValues: { ':version': { N: String(version) } } }),
    });
    try {
      await this.client.send(put);
      return true;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
      return this.isWritten(control, version + 1);
    }
  }

  public async keep(move: RegionMove, outcome: string, ended: string): Promise<void> {
    const value = JSON.stringify({ ...move, outcome, ended });
    await this.client.send(new PutItemCommand({ TableName: this.table, Item: item(historyRecord(move), 1, value) }));
  }

  /** The SDK repeats a write whose answer was lost: then the condition fails although it was this one that wrote. */
  private async isWritten(control: RegionControl, version: number): Promise<boolean> {
    const stored = await this.read();
    return (
      stored.version === version &&
      stored.control !== undefined &&
      renderControl(stored.control) === renderControl(control)
    );
  }
}

function item(record: string, version: number, value: string): Record<string, AttributeValue> {
  return {
    [CONTROL_KEY]: { S: record },
    [CONTROL_VERSION]: { N: String(version) },
    [CONTROL_VALUE]: { S: value },
  };
}
