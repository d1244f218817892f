import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { secret } from '../../cluster/engines/databases';
import { freePorts } from '../../cluster/process/ports';
import { Workshop } from '../../cluster/process/workshop';
import { postgresPrograms } from '../../support/postgres-programs';
import { inParallel } from '../../support/process';
import type { ShardAddress } from './connection';
import { startControlTable } from './control-table';
import { Shard } from './shard';

/** Databases on the loopback, and the control table. Nothing is in them yet. */
export class Ground {
  private constructor(
    private readonly workshop: Workshop,
    public readonly shards: readonly Shard[],
    /** Port of the DynamoDB API. */
    public readonly controlPort: number,
  ) {}

  public static async start(count: number): Promise<Ground> {
    const workshop = new Workshop();
    try {
      const [controlPort, ...ports] = await freePorts(count + 1);
      const programs = postgresPrograms(workshop.folder);
      const password = secret();
      const shards = ports.map((port, number) => new Shard({ workshop, programs, number, port, password }));
      await Promise.all([
        startControlTable(workshop, controlPort),
        inParallel(
          availableParallelism(),
          shards.map((shard) => () => shard.make()),
        ),
      ]);
      return new Ground(workshop, shards, controlPort);
    } catch (error) {
      await workshop.close();
      throw error;
    }
  }

  public get addresses(): ShardAddress[] {
    return this.shards.map(({ number, port, password }) => ({ number, port, password }));
  }

  /** A file in the temporary folder, which goes with the ground. */
  public file(name: string): string {
    return join(this.workshop.folder, name);
  }

  public async stop(): Promise<void> {
    await Promise.all(this.shards.map((shard) => shard.disconnect()));
    await this.workshop.close();
  }
}
