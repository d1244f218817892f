import { readFile } from 'node:fs/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { TopologyEntry, topologyPath } from '../../lib/contract/topology';
import { parseEndpoint } from '../../runtime/topology/topology';
import { administratorConnections, type Administrator } from './administrators';
import type { ShardConnections } from './connections';
import { ControlRecords } from './control-records';
import type { RecordStore } from './ground';
import { ReshardError } from './reshard-error';

/** Which deployment. */
export interface Deployment {
  readonly name: string;
  /** The region whose databases write. */
  readonly region: string;
  /** File of certificate authorities: that of RDS, unless Node is told of it by `NODE_EXTRA_CA_CERTS`. */
  readonly certificates?: string;
}

/** AWS in the region of a deployment. */
export interface DeploymentClients {
  readonly ssm: Pick<SSMClient, 'send'>;
  readonly secrets: Pick<SecretsManagerClient, 'send'>;
  readonly dynamodb: Pick<DynamoDBClient, 'send'>;
}

/** Entries of a shard that are needed to be its administrator. */
const ENTRY = /\/shards\/(\d{1,3})\/(writer|secret|admin)$/;

type Entries = Partial<Record<'writer' | 'secret' | 'admin', string>>;

/** Where the shards and the control table of a deployment are, as it publishes itself, with the credentials of the shell. */
export async function deployedShards(
  deployment: Deployment,
  clients: DeploymentClients = clientsIn(deployment.region),
): Promise<{ connections: ShardConnections; store: RecordStore }> {
  const { name, region, certificates } = deployment;
  const path = topologyPath(name, region);
  const table = await controlTable(clients, path, region);
  const authorities = certificates === undefined ? undefined : await readFile(certificates, 'utf8').catch(unreadable);
  const deployed = async () => [...(await shardsBelow(clients, path)).keys()];
  const administratorOf = async (shard: number): Promise<Administrator> => {
    const shards = await shardsBelow(clients, path);
    const { writer, secret, admin } = shards.get(shard) ?? {};
    if (writer === undefined || secret === undefined || admin === undefined) {
      throw new ReshardError(
        `${path}/shards/${shard} must have writer, secret and admin, got ${[...shards.keys()].join(', ') || 'no shard'} in ${region}; deploy the shard, or name the region whose databases write by --region`,
      );
    }
    const { host, port } = parseEndpoint(`${path}/shards/${shard}/writer`, writer);
    const [{ username, password }, { dbname }] = [await secretOf(clients, admin), await secretOf(clients, secret)];
    return { host, port, database: dbname, user: username, password, tls: { authorities } };
  };
  return {
    connections: administratorConnections(deployed, administratorOf),
    store: new ControlRecords(clients.dynamodb, table),
  };
}

async function controlTable({ ssm }: DeploymentClients, path: string, region: string): Promise<string> {
  const Name = `${path}/${TopologyEntry.controlTable}`;
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
    return Parameter?.Value ?? '';
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ParameterNotFound') throw error;
    throw new ReshardError(
      `There is no parameter ${Name} in ${region}. Look at --name and --region, at the account of these credentials, and whether it is deployed with shards.`,
    );
  }
}

/** Shards that are published, by number. They are asked for each time: more may come. */
async function shardsBelow({ ssm }: DeploymentClients, path: string): Promise<ReadonlyMap<number, Entries>> {
  const shards = new Map<number, Entries>();
  let NextToken: string | undefined;
  do {
    const page = await ssm.send(new GetParametersByPathCommand({ Path: `${path}/shards`, Recursive: true, NextToken }));
    for (const { Name = '', Value } of page.Parameters ?? []) {
      const [, shard, entry] = ENTRY.exec(Name) ?? [];
      if (shard !== undefined) shards.set(Number(shard), { ...shards.get(Number(shard)), [entry]: Value });
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return new Map([...shards].sort(([one], [other]) => one - other));
}

/** What a secret says. No error repeats any of it. */
async function secretOf({ secrets }: DeploymentClients, name: string) {
  const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: name }));
  const { username, password, dbname } = fieldsOf(SecretString);
  if (typeof username !== 'string' || typeof password !== 'string') {
    throw new ReshardError(`${name} must hold JSON with username and password; look at who wrote the secret`);
  }
  return { username, password, dbname: typeof dbname === 'string' ? dbname : 'postgres' };
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(text) ?? {}) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

function unreadable(error: unknown): never {
  throw new ReshardError(`--certificates must be a file that can be read: ${(error as Error).message}`);
}

function clientsIn(region: string): DeploymentClients {
  const config = { region, maxAttempts: 3, requestHandler: { connectionTimeout: 3000, requestTimeout: 5000 } };
  return {
    ssm: new SSMClient(config),
    secrets: new SecretsManagerClient(config),
    dynamodb: new DynamoDBClient(config),
  };
}
