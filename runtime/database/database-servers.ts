import { endpointText, type Endpoint, type Topology } from '../topology/topology';
import { asError } from '../support/as-error';
import { within } from '../support/within';
import type { DatabaseOptions } from './database-options';
import { DatabaseServer } from './database-server';
import { DatabaseUnavailableError } from './failures';
import { ServerWatch } from './server-watch';
import type { PoolRole } from './sql-pool';
import { WriterHistory } from './writer-history';

/** Options with what is taken where nothing is said. */
export type DatabaseSettings = Required<DatabaseOptions>;

/** Milliseconds that a reading of the topology may take. */
const TOPOLOGY_TIMEOUT = 3000;

/** Milliseconds that readers wait for a look at the writer, with which they are compared, before they are looked at. */
const WRITER_FIRST = 200;

/** The servers that there are at present, and how they are. */
export class DatabaseServers {
  private readonly history: WriterHistory;
  private writerWatch?: ServerWatch;
  private readerWatches: ServerWatch[] = [];
  private refreshedAt = -Infinity;

  constructor(private readonly settings: DatabaseSettings) {
    this.history = new WriterHistory((settings.maxLagSeconds + settings.probeSeconds * 2) * 1000);
  }

  public get writer(): ServerWatch {
    if (!this.writerWatch) throw new DatabaseUnavailableError('the topology of the database is not known');
    return this.writerWatch;
  }

  /** Readers that are used, in an order of chance. */
  public get usableReaders(): ServerWatch[] {
    return this.readerWatches
      .filter(({ health }) => health.usable)
      .map((watch) => ({ watch, order: Math.random() }))
      .sort((a, b) => a.order - b.order)
      .map(({ watch }) => watch);
  }

  public get all(): { readonly writer?: ServerWatch; readonly readers: readonly ServerWatch[] } {
    return { writer: this.writerWatch, readers: this.readerWatches };
  }

  /** Reads the topology where the last reading is old. A failure counts only while nothing is known. */
  public async refresh(): Promise<void> {
    const { topology, refreshSeconds, onError } = this.settings;
    if (Date.now() - this.refreshedAt < refreshSeconds * 1000) return;
    this.refreshedAt = Date.now();
    try {
      this.apply(await within(TOPOLOGY_TIMEOUT, 'the topology', topology.read()));
    } catch (error) {
      if (this.writerWatch) return onError(asError(error));
      this.refreshedAt = -Infinity;
      throw new DatabaseUnavailableError('the topology of the database cannot be read', error);
    }
  }

  /** Looks at each server. */
  public async probe(): Promise<void> {
    const writer = this.writer.probeWriter(this.history);
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([writer, new Promise((resolve) => (timer = setTimeout(resolve, WRITER_FIRST)))]);
    clearTimeout(timer);
    await Promise.all([writer, ...this.readerWatches.map((watch) => watch.probeReader(this.history))]);
  }

  /** Closes every connection. What is known of the servers is forgotten. */
  public async close(): Promise<void> {
    const watches = [...(this.writerWatch ? [this.writerWatch] : []), ...this.readerWatches];
    watches.forEach((watch) => watch.suspend());
    this.history.clear();
    await Promise.all(watches.map(({ server }) => server.close()));
  }

  private apply({ writer, readers }: Topology): void {
    const former = [...(this.writerWatch ? [this.writerWatch] : []), ...this.readerWatches];
    const watch = (endpoint: Endpoint, role: PoolRole) =>
      former.find(
        ({ server }) =>
          endpointText(server.endpoint) === endpointText(endpoint) && server.isReader === (role === 'reader'),
      ) ?? this.open(endpoint, role);
    const others = new Map(readers.map((endpoint) => [endpointText(endpoint), endpoint]));
    // Where there is no replica, the writer is published as the reader: one pool is enough.
    others.delete(endpointText(writer));
    this.writerWatch = watch(writer, 'writer');
    this.readerWatches = [...others.values()].map((endpoint) => watch(endpoint, 'reader'));
    const present = new Set([this.writerWatch, ...this.readerWatches]);
    former.filter((each) => !present.has(each)).forEach(({ server }) => void server.remove());
  }

  private open(endpoint: Endpoint, role: PoolRole): ServerWatch {
    return new ServerWatch(new DatabaseServer({ ...this.settings, endpoint, role }), this.settings);
  }
}
