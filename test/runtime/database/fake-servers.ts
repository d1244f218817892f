import type { ConnectPool, Endpoint, SqlPool, SqlPoolClient, Topology } from '../../../runtime';
import type { SqlResult } from '../../../runtime';

/** A server that there is none of: it answers what it is told to. */
export class FakeServer {
  /** Where it is in the log. */
  public position = '0/10';
  public follows = false;
  public state: 'up' | 'refusing' | 'frozen' = 'up';
  /** Thrown by the next statement that is not a question of where it is. */
  public nextError?: Error;
  public readonly statements: string[] = [];
  public open = 0;
  public pools = 0;
  /** Connections that were thrown away when they were given back. */
  public destroyed = 0;

  constructor(public readonly host: string) {}

  public get endpoint(): Endpoint {
    return { host: this.host, port: 5432 };
  }

  public pool(): SqlPool {
    this.pools += 1;
    let connections = 0;
    return {
      on: () => undefined,
      end: () => {
        this.open -= connections;
        connections = 0;
        return Promise.resolve();
      },
      connect: () => {
        if (this.state === 'refusing') return Promise.reject(refused());
        if (this.state === 'frozen') return new Promise(() => undefined);
        if (connections === 0) {
          connections = 1;
          this.open += 1;
        }
        return Promise.resolve(this.client());
      },
    };
  }

  private client(): SqlPoolClient {
    return {
      query: (text) => this.answer(text),
      on: () => undefined,
      removeListener: () => undefined,
      release: (error) => {
        if (error) this.destroyed += 1;
      },
    };
  }

  private answer(text: string): Promise<SqlResult> {
    if (this.state === 'frozen') return new Promise(() => undefined);
    if (this.state === 'refusing') return Promise.reject(new Error('Connection terminated unexpectedly'));
    if (text.includes('pg_is_in_recovery')) {
      return Promise.resolve({ rows: [{ follows: this.follows, position: this.position }], rowCount: 1 });
    }
    if (text.includes('pg_current_wal_insert_lsn')) {
      return Promise.resolve({ rows: [{ position: this.position }], rowCount: 1 });
    }
    this.statements.push(text);
    if (this.nextError && text !== 'BEGIN' && text !== 'ROLLBACK') {
      const error = this.nextError;
      this.nextError = undefined;
      return Promise.reject(error);
    }
    return Promise.resolve({ rows: [{ host: this.host }], rowCount: 1, command: text });
  }
}

/** A writer with two readers that follow it. */
export function fakeServers() {
  const writer = new FakeServer('writer');
  const one = new FakeServer('one');
  const two = new FakeServer('two');
  [one, two].forEach((reader) => (reader.follows = true));
  const servers = [writer, one, two];
  const topology: Topology = { writer: writer.endpoint, readers: [one.endpoint, two.endpoint] };
  const connect: ConnectPool = ({ host }) => {
    const server = servers.find((each) => each.host === host);
    if (!server) throw new Error(`there is no ${host}`);
    return server.pool();
  };
  return { writer, one, two, servers, topology, connect };
}

/** An error as PostgreSQL has it. */
export function sqlError(code: string, message = code): Error {
  return Object.assign(new Error(message), { code });
}

function refused(): Error {
  return sqlError('ECONNREFUSED', 'connect ECONNREFUSED');
}
