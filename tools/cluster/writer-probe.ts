import type { Client } from 'pg';
import type { DatabaseName } from './cluster';
import type { Databases } from './engines/databases';

/** What PostgreSQL answers who would be one connection too many: it is there. */
const TOO_MANY_CONNECTIONS = '53300';

/** Asks the writer again and again whether it answers, on a connection that it keeps. */
export class WriterProbe {
  private kept?: { readonly client: Client; readonly to: DatabaseName };

  public constructor(private readonly databases: Databases) {}

  public async answers(): Promise<boolean> {
    const { writer } = this.databases;
    if (this.kept?.to !== writer) this.close();
    try {
      this.kept ??= { client: await this.connect(writer), to: writer };
      await this.kept.client.query('SELECT 1');
      return true;
    } catch (error) {
      this.close();
      return typeof error === 'object' && error !== null && 'code' in error && error.code === TOO_MANY_CONNECTIONS;
    }
  }

  public close(): void {
    void this.kept?.client.end().catch(() => {});
    this.kept = undefined;
  }

  private async connect(to: DatabaseName): Promise<Client> {
    const client = await this.databases.server(to).connect({ connectionTimeoutMillis: 1000, query_timeout: 1000 });
    // The next question finds out.
    client.on('error', () => {});
    return client;
  }
}
