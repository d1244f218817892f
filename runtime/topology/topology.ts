/** Where a server is reached. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Where a database is reached. */
export interface Topology {
  /** Accepts writes, and answers where no reader does. */
  readonly writer: Endpoint;
  /** Answer to reads. None, or one that is the writer, where there is no replica. */
  readonly readers: readonly Endpoint[];
}

/** Knows where a database is reached at present. */
export interface TopologySource {
  read(): Promise<Topology>;
}

/** The text that an endpoint is published as. */
export function endpointText({ host, port }: Endpoint): string {
  return `${host}:${port}`;
}

/** Reads `host:port`. */
export function parseEndpoint(name: string, text: string): Endpoint {
  const [, host, digits] = /^([^:\s]+):(\d{1,5})$/.exec(text.trim()) ?? [];
  const port = Number(digits);
  if (host === undefined || port < 1 || port > 65_535) {
    throw new Error(`${name} must be host:port, got ${JSON.stringify(text)}`);
  }
  return { host, port };
}
