import { asError } from '../support/as-error';
import { within } from '../support/within';
import type { DatabaseServer } from './database-server';
import { progressOf, type Progress } from './progress';
import type { ServerHealth } from './server-health';
import type { WriterHistory } from './writer-history';

/** What a watch is told. */
export interface ServerWatchOptions {
  readonly engine: 'postgres' | 'mysql';
  readonly maxLagSeconds: number;
  readonly probeTimeoutMilliseconds: number;
  readonly onError: (error: Error) => void;
}

/** A server, and what is known of how it is. */
export class ServerWatch {
  public health: ServerHealth = { usable: false };

  constructor(
    public readonly server: DatabaseServer,
    private readonly options: ServerWatchOptions,
  ) {}

  /** Looks at the writer, and notes where it is. */
  public async probeWriter(history: WriterHistory): Promise<void> {
    const at = Date.now();
    const progress = await this.ask();
    if (progress === 'busy') return;
    this.health = { usable: progress !== undefined && !progress.follows };
    if (progress?.follows) this.server.renew(new Error(`the ${this.server.name} takes no writes`));
    if (progress?.position && !progress.follows) history.add(progress.position, at);
  }

  /** Looks at a reader, and compares where it is with where the writer was. */
  public async probeReader(history: WriterHistory): Promise<void> {
    const progress = await this.ask();
    if (progress === 'busy') return;
    if (!progress) {
      this.health = { usable: false };
      return;
    }
    // Who tells nothing is taken as it is; and without a writer to compare with, what a reader has is all there is.
    if (!progress.position || history.empty) {
      this.health = { usable: true };
      return;
    }
    const lagSeconds = history.lagSeconds(progress.position);
    this.health = { usable: lagSeconds !== undefined && lagSeconds <= this.options.maxLagSeconds, lagSeconds };
  }

  /** Takes it out until it has answered. */
  public suspend(): void {
    this.health = { usable: false };
  }

  /** What it says of itself, or nothing where it does not answer: then its connections are given up. */
  private async ask(): Promise<Progress | 'busy' | undefined> {
    const { engine, probeTimeoutMilliseconds: timeout, onError } = this.options;
    const { server } = this;
    const started = Date.now();
    let connected = false;
    const asking = server.use((client) => {
      connected = true;
      return within(timeout, `a look at the ${server.name}`, progressOf(client, engine)).catch((error: unknown) => {
        // The connection is still busy with it.
        server.renew(asError(error));
        throw error;
      });
    });
    try {
      return await within(timeout * 2, `a look at the ${server.name}`, asking);
    } catch (error) {
      // So many wait for a connection that this did not get one, but work is done.
      if (!connected && server.succeededAt >= started) return 'busy';
      onError(asError(error));
      // Reads are tried elsewhere; writes that are under way may have been done, and are not given up.
      if (server.isReader) server.renew(asError(error));
      return undefined;
    }
  }
}
