/** How a shard is reached. */
export interface ShardAddress {
  readonly number: number;
  readonly port: number;
  readonly password: string;
}
