import { Stack } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { ShardSource } from './sharded-source';
import { TopologyEntry, topologyPath } from '../contract/topology';
import { secretName } from '../database/database-secrets';

/** Tells routers and resharders of one region where a shard is: in the stack of its database, with which it comes and goes. */
export function publishShard(name: string, shard: number, database: ShardSource): void {
  const topology = new Construct(database, 'Shard');
  const path = topologyPath(name, Stack.of(database).region);
  const { databaseIdentifier: identifier } = database;
  const { writerHost, readerHost, port } = database._direct();
  const publish = (id: string, entry: string, stringValue: string, what: string) =>
    new ssm.StringParameter(topology, id, {
      parameterName: `${path}/${entry}`,
      stringValue,
      description: `${what} of shard ${shard} of ${name}`,
    });
  publish('Writer', TopologyEntry.shardWriter(shard), `${writerHost}:${port}`, 'Writer');
  publish('Reader', TopologyEntry.shardReader(shard), `${readerHost}:${port}`, 'Readers');
  publish('Database', TopologyEntry.shardDatabase(shard), identifier, 'Name of the database');
  publish('Secret', TopologyEntry.shardSecret(shard), secretName(identifier, 'app'), 'Secret of the services');
  publish('Admin', TopologyEntry.shardAdmin(shard), secretName(identifier, 'admin'), 'Secret of the administrator');
}
