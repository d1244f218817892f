import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Phase } from '../../reshard/ground';
import { Resharder, type Asked } from '../resharder';
import type { Write } from '../load/ledger';
import type { ShardMap } from '../../../lib/contract/shard-map';
import type { Holding } from '../judge/ownership';
import type { Stored } from '../judge/comparison';
import { Watcher } from '../watcher';
import { controlClient, storedMap } from './control-table';
import { Ground } from './ground';
import { holdingsOf, storedRows } from './inventory';
import { prepare } from './prepare';

/** Shards that a product runs on, with all that was ever acknowledged. */
export class World {
  public readonly acknowledged: Write[] = [];
  public readonly watcher: Watcher;
  private readonly control: DynamoDBClient;

  private constructor(public readonly ground: Ground) {
    this.control = controlClient(ground.controlPort);
    this.watcher = new Watcher(
      () => this.holdings(),
      () => this.map(),
    );
  }

  /** Starts databases with the tables of the product; the first of them has all of its rows. */
  public static async start(shards: number): Promise<World> {
    const ground = await Ground.start(shards);
    try {
      await prepare(ground);
      return new World(ground);
    } catch (error) {
      await ground.stop();
      throw error;
    }
  }

  public map(): Promise<ShardMap> {
    return storedMap(this.control);
  }

  public holdings(): Promise<Holding[]> {
    return holdingsOf(this.ground.shards);
  }

  public stored(): Promise<Stored> {
    return storedRows(this.ground.shards);
  }

  /** Asks the resharder for something; it is killed when slots have got to a phase, where one is given. */
  public reshard(asked: Asked, diesAt?: Phase): Resharder {
    const { addresses: shards, controlPort } = this.ground;
    return new Resharder({ asked, shards, controlPort, diesAt });
  }

  public async stop(): Promise<void> {
    await this.watcher.stop();
    this.control.destroy();
    await this.ground.stop();
  }
}
