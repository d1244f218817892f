import type { Region, Upstream } from './cluster';
import type { Databases } from './engines/databases';
import type { ProcessPart } from './part';
import type { Supervisor } from './supervisor';

/** What of a cluster a region is made of. */
export interface RegionParts {
  readonly databases: Databases;
  readonly supervisor: Supervisor;
  readonly parts: readonly ProcessPart[];
  readonly tell: (text: string) => void;
  /** Starts every part. */
  readonly start: () => Promise<void>;
}

/** A cluster as one of several regions. */
export class LocalRegion implements Region {
  public constructor(private readonly cluster: RegionParts) {}

  public get data(): string {
    const { databases } = this.cluster;
    return databases.server(databases.writer).data;
  }

  public async retire(): Promise<bigint> {
    const { databases } = this.cluster;
    await this.writerPart.stop();
    return databases.server(databases.writer).logEnd();
  }

  public async follow(upstream: Upstream): Promise<void> {
    this.cluster.databases.upstream = upstream;
    await this.writerPart.start();
    this.cluster.tell('the writer follows that of another region');
  }

  public async takeOver(): Promise<void> {
    await this.cluster.databases.takeOver();
    this.cluster.tell('the writer takes writes');
  }

  public async lose(): Promise<void> {
    const { supervisor, parts, tell } = this.cluster;
    // Every process gets its signal before any end is waited for.
    const killed = Promise.all(parts.map((part) => part.kill({ stay: true })));
    await Promise.all([supervisor.stop(), killed]);
    tell('the region is lost');
  }

  public async rejoin(upstream: Upstream): Promise<void> {
    const { databases, start, tell } = this.cluster;
    databases.names.forEach((name) => databases.formerWriters.add(name));
    databases.upstream = upstream;
    await start();
    tell('the region is back');
  }

  private get writerPart(): ProcessPart {
    const { databases, parts } = this.cluster;
    const part = parts.find(({ name }) => name === databases.writer);
    if (!part) throw new Error(`there is no part for ${databases.writer}`);
    return part;
  }
}
