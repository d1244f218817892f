import { parseEndpoint, endpointText, type Endpoint, type Topology, type TopologySource } from './topology';

/** What of a client of Parameter Store is used: `new SSM({})` of `@aws-sdk/client-ssm` is it as it is. */
export interface ParameterStoreClient {
  getParametersByPath(input: {
    Path: string;
    Recursive: boolean;
    NextToken?: string;
  }): Promise<{ Parameters?: { Name?: string; Value?: string }[]; NextToken?: string }>;
}

/** Options of `parameterStoreTopology`. */
export interface ParameterStoreTopologyOptions {
  readonly client: ParameterStoreClient;

  /** Path of the deployment's entries: what is in `TOPOLOGY_PATH`. */
  readonly path: string;

  /**
   * Answers where Parameter Store does not, such as `environmentTopology(process.env)`. While a successor is published beside its
   * predecessor, it also says which of the two databases is meant: the one with its writer.
   *
   * @default - what cannot be read is an error, and so is more than one database
   */
  readonly fallback?: TopologySource;
}

/** `database/<identifier>/writer`, and one `reader`, or one for each replica below `readers`. */
const ENTRY = /^database\/([^/]+)\/(writer|reader|readers\/[^/]+)$/;

interface Entry {
  readonly database: string;
  readonly kind: 'writer' | 'reader' | 'replica';
  readonly endpoint: Endpoint;
}

/**
 * The topology that a deployment publishes in Parameter Store, as it is at present: readers come and go without a new deployment of the
 * service. Each look is one request for each ten entries.
 */
export function parameterStoreTopology(options: ParameterStoreTopologyOptions): TopologySource {
  const { fallback } = options;
  return {
    read: async () => {
      try {
        return await choose(await entriesOf(options), options);
      } catch (error) {
        if (!fallback) throw error;
        return fallback.read();
      }
    },
  };
}

async function entriesOf({ client, path }: ParameterStoreTopologyOptions): Promise<Entry[]> {
  const entries: Entry[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.getParametersByPath({ Path: path, Recursive: true, NextToken });
    for (const { Name = '', Value = '' } of page.Parameters ?? []) {
      const [, database, kind] = ENTRY.exec(Name.slice(path.length + 1)) ?? [];
      if (database === undefined || kind === undefined) continue;
      entries.push({
        database,
        kind: kind === 'writer' || kind === 'reader' ? kind : 'replica',
        endpoint: parseEndpoint(Name, Value),
      });
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return entries;
}

async function choose(entries: readonly Entry[], options: ParameterStoreTopologyOptions): Promise<Topology> {
  const { path, fallback } = options;
  const writers = entries.filter(({ kind }) => kind === 'writer');
  const expected = writers.length > 1 && fallback ? endpointText((await fallback.read()).writer) : undefined;
  const meant = expected ? writers.filter(({ endpoint }) => endpointText(endpoint) === expected) : writers;
  const [writer] = meant;
  if (!writer || meant.length > 1) {
    throw new Error(
      `${path} must have one writer of a database, got ${writers.length}; give a fallback that knows which is meant`,
    );
  }
  const others = writers.filter((entry) => entry !== writer).map(({ database }) => database);
  const readers = entries.filter(({ database, kind }) => kind !== 'writer' && !others.includes(database));
  // The one name leads to the same replicas, but to one of them by chance: it is for those who know no better.
  const replicas = readers.filter(({ kind }) => kind === 'replica');
  const named = replicas.length > 0 ? replicas : readers;
  return { writer: writer.endpoint, readers: named.map(({ endpoint }) => endpoint) };
}
