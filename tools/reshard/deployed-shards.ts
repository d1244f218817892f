import { readFile } from 'node:fs/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { TopologyEntry, topologyPath } from '../../lib/contract/topology';
import { noCredentials, readCredentials, type DatabaseCredentials } from '../../runtime/database/secret-credentials';
import { parseEndpoint } from '../../runtime/topology/topology';
import { administratorConnections, type Administrator } from './administrators';
import type { ShardConnections } from './connections';
import { ControlRecords } from './control-records';
import type { RecordStore } from './ground';
import { ReshardError } from './reshard-error';
import { parameterNamed, parametersBelow } from '../support/parameters';

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

/** Where the shards and the control table of a deployment are, as it publishes itself, with the credentials of the shell. */
export async function deployedShards(
  deployment: Deployment,
  clients: DeploymentClients = clientsIn(deployment.region),
): Promise<{ connections: ShardConnections; store: RecordStore }> {
  const { name, region, certificates } = deployment;
  const path = topologyPath(name, region);
  const table = await controlTable(clients, path, region);
  const authorities = certificates === undefined ? undefined : await readFile(certificates, 'utf8').catch(unreadable);
  const deployed = async () => {
    const entries = await parametersBelow(clients.ssm, `${path}/shards`);
    const numbers = [...entries.keys()].map((entry) => Number(entry.split('/')[0]));
    return [...new Set(numbers)].sort((one, other) => one - other);
  };
  const administratorOf = async (shard: number): Promise<Administrator> => {
    const below = `${path}/shards/${shard}`;
    const entries = await parametersBelow(clients.ssm, below);
    const [writer, secret, admin] = ['writer', 'secret', 'admin'].map((entry) => entries.get(entry));
    if (writer === undefined || secret === undefined || admin === undefined) {
      throw new ReshardError(
        `${below} must have writer, secret and admin, got ${(await deployed()).join(', ') || 'no shard'} in ${region}; deploy the shard, or name the region whose databases write by --region`,
      );
    }
    const { host, port } = parseEndpoint(`${below}/writer`, writer);
    const { user, password } = await credentialsOf(clients, admin);
    const { database = 'postgres' } = await credentialsOf(clients, secret);
    return { host, port, database, user, password, tls: { authorities } };
  };
  return {
    connections: administratorConnections(deployed, administratorOf),
    store: new ControlRecords(clients.dynamodb, table),
  };
}

async function controlTable({ ssm }: DeploymentClients, path: string, region: string): Promise<string> {
  const name = `${path}/${TopologyEntry.controlTable}`;
  const table = await parameterNamed(ssm, name);
  if (table !== undefined) return table;
  throw new ReshardError(
    `There is no parameter ${name} in ${region}. Look at --name and --region, at the account of these credentials, and whether it is deployed with shards.`,
  );
}

async function credentialsOf({ secrets }: DeploymentClients, name: string): Promise<DatabaseCredentials> {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: name }));
  const credentials = readCredentials(SecretString);
  if (!credentials) throw new ReshardError(noCredentials(name));
  return credentials;
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
