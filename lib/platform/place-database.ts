import type { Construct } from 'constructs';
import type { DatabaseEngine } from './database-engine';
import type { FollowDatabase, HomeDatabase } from './home-database';
import { secretKeyAlias, type NetStack } from './net-stack';
import type { StageSettings } from './stage-settings';
import type { DatabaseProps } from '../database';

/** Where a database of a region lives, and what it follows there. */
export interface DatabasePlace {
  readonly net: NetStack;
  readonly engine: DatabaseEngine;
  readonly settings: StageSettings;
  readonly otherRegions: readonly string[];
  /** How it follows the one at home, in another region. */
  readonly follow?: FollowDatabase;
}

/** What every database of the region is told beside what was chosen. */
export type DatabasePlacement = Pick<
  DatabaseProps,
  'name' | 'securityGroup' | 'encryptionKey' | 'secretEncryptionKey' | 'disposable' | 'shard'
> &
  Pick<DatabaseProps, 'sharedSecurityGroup'>;

/** Makes a database of a region: at home one that is written, elsewhere one that follows it. */
export function placeDatabase(
  parent: Construct,
  { net, engine, settings, otherRegions, follow }: DatabasePlace,
  placement: DatabasePlacement,
): HomeDatabase {
  const { vpc, dataSubnets: vpcSubnets, appSubnets } = net.network;
  if (follow) {
    const { sharedSecurityGroup, securityGroup = sharedSecurityGroup, encryptionKey, disposable } = placement;
    const { secretKey: secretEncryptionKey } = net;
    const props = { vpc, vpcSubnets, securityGroup, encryptionKey, disposable, secretEncryptionKey };
    return { database: follow(parent, props, settings) };
  }
  const secretKeyArn = secretKeyAlias(placement.name);
  const replicaRegions = otherRegions.map((region) => ({ region, secretKeyArn }));
  return engine._create(
    parent,
    {
      ...placement,
      vpc,
      vpcSubnets,
      rotationSubnets: appSubnets,
      replicaRegions: replicaRegions.length > 0 ? replicaRegions : undefined,
    },
    settings,
  );
}
