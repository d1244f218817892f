/** What of a client of DynamoDB is used: `DynamoDB` of `@aws-sdk/client-dynamodb` is it as it is. */
export interface ControlTableClient {
  getItem(input: { TableName: string; Key: Record<string, { S: string }>; ConsistentRead: boolean }): Promise<{
    readonly Item?: Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;
  }>;
}

/** Where the map of the shards is kept. */
export interface ControlTableOptions {
  readonly client: ControlTableClient;

  /** Name of the control table: what is in the entry `control/table` below `TOPOLOGY_PATH`. */
  readonly table: string;

  /**
   * Whether what is read is the last that was written. In another region than the one whose copy of the table is written, it is not,
   * whatever is asked for: turn it off there, and each read and write asks its shard first, which is one more round trip. Better, give a client of
   * the region that is written: only looks in the background go there, and while it is out of reach the shards are asked.
   *
   * @default true
   */
  readonly consistentRead?: boolean;
}
