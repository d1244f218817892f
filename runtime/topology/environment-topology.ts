import { Environment } from '../../lib/contract/environment';
import { parseEndpoint, type TopologySource } from './topology';

/**
 * The topology that the platform gives to each task in its environment. It is the one of when the task started; names of AWS, such as
 * the endpoints of a cluster, still lead to whoever has the role at present.
 *
 * @param environment Such as `process.env`.
 */
export function environmentTopology(environment: Readonly<Record<string, string | undefined>>): TopologySource {
  const text = (name: string): string => {
    const value = environment[name];
    if (!value) throw new Error(`${name} must be set, got ${JSON.stringify(value)}; bind the service to the database`);
    return value;
  };
  const endpoint = (host: string, port: string) => parseEndpoint(`${host} and ${port}`, `${text(host)}:${text(port)}`);
  const writer = endpoint(Environment.DATABASE_WRITER_HOST, Environment.DATABASE_PORT);
  const readers = environment[Environment.DATABASE_READER_HOST]
    ? [endpoint(Environment.DATABASE_READER_HOST, Environment.DATABASE_READER_PORT)]
    : [];
  return { read: () => Promise.resolve({ writer, readers }) };
}
