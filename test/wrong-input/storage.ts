import { Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import type { Unchecked, WrongInput } from './wrong-input';
import {
  Backup,
  CopyVault,
  Monitoring,
  ObjectReplication,
  ObjectStore,
  SessionReplica,
  SessionStore,
  type BackupProps,
  type ObjectReplicationProps,
  type ObjectStoreProps,
  type SessionReplicaProps,
  type SessionStoreProps,
} from '../../lib';
import { testApp, testStack } from '../support/test-app';

function objects(props: Unchecked<ObjectStoreProps>): () => unknown {
  return () => new ObjectStore(testStack(), 'Objects', { name: 'shop', ...props } as ObjectStoreProps);
}

function replication(props: Unchecked<ObjectReplicationProps>): () => unknown {
  const sound = { name: 'shop', regions: ['eu-west-1', 'us-east-1'] };
  return () => new ObjectReplication(testStack(), 'Replication', { ...sound, ...props } as ObjectReplicationProps);
}

function monitoredReplication(otherRegions: string[]): () => unknown {
  return () => {
    const stack = testStack();
    const store = new ObjectStore(stack, 'Objects', { name: 'shop' });
    store.monitorReplication(new Monitoring(stack, 'Monitoring', { name: 'shop' }), otherRegions);
  };
}

function sessions(props: Unchecked<SessionStoreProps>): () => unknown {
  return () => new SessionStore(testStack(), 'Sessions', { name: 'shop', ...props } as SessionStoreProps);
}

function replica(props: Unchecked<SessionReplicaProps>): () => unknown {
  const sound = { name: 'shop', otherRegions: ['us-east-1'] };
  return () => new SessionReplica(testStack(), 'Sessions', { ...sound, ...props } as SessionReplicaProps);
}

const TABLE = backup.BackupResource.fromArn('arn:aws:dynamodb:eu-west-1:111111111111:table/orders');

function plan(props: Unchecked<BackupProps>): () => unknown {
  return () => new Backup(testStack(), 'Backup', { name: 'shop', resources: [TABLE], ...props } as BackupProps);
}

export const STORAGE: readonly WrongInput[] = [
  {
    wrong: 'everything of a bucket at once',
    make: objects({
      name: '1shop',
      generation: 1.5,
      recoverableDays: 0,
      browserOrigins: ['*', 'https://www.example.com/upload', 'http://example.com'],
      disposable: 'no',
    }),
    error: [
      'Test/Objects:',
      '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "1shop"; choose a shorter or simpler name; it can never change once something is deployed',
      '  - generation must be a whole number between 1 and 99, got 1.5; start at 1 and add 1 when a resource must exist beside its successor',
      '  - recoverableDays must be a whole number between 1 and 3650, got 0; versions are kept for at least a day',
      '  - browserOrigins must hold origins without path or wildcard, https but for localhost, got "*"; use one such as https://www.example.com',
      '  - browserOrigins must hold origins without path or wildcard, https but for localhost, got "https://www.example.com/upload"; use one such as https://www.example.com',
      '  - browserOrigins must hold origins without path or wildcard, https but for localhost, got "http://example.com"; use one such as https://www.example.com',
      '  - disposable must be true or false, got "no"; write true or false, without quotes',
    ],
  },
  {
    wrong: 'versions for longer than they are kept',
    make: objects({ recoverableDays: 3651 }),
    error:
      'Test/Objects: recoverableDays must be a whole number between 1 and 3650, got 3651; versions are kept for at least a day',
  },
  {
    wrong: 'no origin',
    make: objects({ browserOrigins: [] }),
    error: 'Test/Objects: browserOrigins must not be empty, got []; leave it out when no browser reaches the bucket',
  },
  {
    wrong: 'an origin that is no list',
    make: objects({ browserOrigins: 'https://www.example.com' }),
    error: 'Test/Objects: browserOrigins must be a list, got "https://www.example.com"; put it in square brackets',
  },
  {
    wrong: 'everything of a table at once',
    make: () =>
      new SessionStore(testStack(), 'Sessions', { name: 'Shop', generation: 100, disposable: 'true' as never }),
    error: [
      'Test/Sessions:',
      '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop"; choose a shorter or simpler name; it can never change once something is deployed',
      '  - generation must be a whole number between 1 and 99, got 100; start at 1 and add 1 when a resource must exist beside its successor',
      '  - disposable must be true or false, got "true"; write true or false, without quotes',
    ],
  },
  {
    wrong: 'copies of a table where they cannot be',
    make: sessions({ replicaRegions: ['us-east-1', 'Frankfurt', 'us-east-1', 'eu-west-1'] }),
    error: [
      'Test/Sessions:',
      '  - replicaRegions[1] must be the name of a region, got "Frankfurt"; use one such as eu-central-1',
      '  - replicaRegions must not repeat a region, got us-east-1; name each region once',
      '  - replicaRegions must not hold the region of the stack, got "eu-west-1"; leave it out, it is there already',
    ],
  },
  {
    wrong: 'a copy of a table that is no list',
    make: sessions({ replicaRegions: 'us-east-1' }),
    error: 'Test/Sessions: replicaRegions must be a list, got "us-east-1"; put it in square brackets',
  },
  {
    wrong: 'everything of a copy of a table at once',
    make: replica({ name: '', generation: 0, otherRegions: ['eu-west-1', 'eu-west-11'] }),
    error: [
      'Test/Sessions:',
      '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got ""; choose a shorter or simpler name; it can never change once something is deployed',
      '  - generation must be a whole number between 1 and 99, got 0; start at 1 and add 1 when a resource must exist beside its successor',
      '  - otherRegions[1] must be the name of a region, got "eu-west-11"; use one such as eu-central-1',
      '  - otherRegions must not hold the region of the stack, got "eu-west-1"; leave it out, it is there already',
    ],
  },
  {
    wrong: 'a copy of a table without another',
    make: replica({ otherRegions: [] }),
    error:
      'Test/Sessions: otherRegions must not be empty, got []; name the region of the SessionStore and those of its other copies',
  },
  {
    wrong: 'everything of a replication at once',
    make: replication({ name: 'shop-', regions: ['eu-west-1', 'eu-west-1', ''], generation: 100, revision: 0 }),
    error: [
      'Test/Replication:',
      '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "shop-"; choose a shorter or simpler name; it can never change once something is deployed',
      '  - regions[2] must be the name of a region, got ""; use one such as eu-central-1',
      '  - regions must not repeat a region, got eu-west-1; name each region once',
      '  - generation must be a whole number between 1 and 99, got 100; start at 1 and add 1 when a resource must exist beside its successor',
      '  - revision must be a whole number between 1 and 9999, got 0; add 1 to have the configurations put again',
    ],
  },
  {
    wrong: 'a replication of one region',
    make: replication({ regions: ['eu-west-1'] }),
    error:
      'Test/Replication: regions must hold 2 to 6 regions, got ["eu-west-1"]; name each region that has an ObjectStore',
  },
  {
    wrong: 'a replication of seven regions',
    make: replication({
      regions: ['eu-west-1', 'eu-west-2', 'eu-west-3', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
    }),
    error:
      'Test/Replication: regions must hold 2 to 6 regions, got ["eu-west-1","eu-west-2","eu-west-3","us-east-1","us-east-2","us-west-1","us-west-2"]; name each region that has an ObjectStore',
  },
  {
    wrong: 'a replication without regions',
    make: replication({ regions: undefined }),
    error:
      'Test/Replication: regions must hold 2 to 6 regions, got undefined; name each region that has an ObjectStore',
  },
  {
    wrong: 'the alarms of a replication to nowhere',
    make: monitoredReplication([]),
    error: 'Test/Objects: otherRegions must not be empty, got []; name those that it is replicated to',
  },
  {
    wrong: 'the alarms of a replication to itself',
    make: monitoredReplication(['us-east-1', 'eu-west-1']),
    error:
      'Test/Objects: otherRegions must not hold the region of the stack, got "eu-west-1"; leave it out, it is there already',
  },
  {
    wrong: 'a table in a stack without a region',
    make: () => new SessionStore(new Stack(testApp(), 'Test'), 'Sessions', { name: 'shop' }),
    error:
      'Test/Sessions: region must be known at synthesis, got a token; set env.region of the stack, or no other region could be added to the table later',
  },
  {
    wrong: 'everything of a backup at once',
    make: plan({
      name: 'shop--1',
      generation: -1,
      resources: [],
      dailyRetentionDays: 0,
      monthlyRetentionDays: 0,
      startHour: 24,
      disposable: 'false',
    }),
    error: [
      'Test/Backup:',
      '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "shop--1"; choose a shorter or simpler name; it can never change once something is deployed',
      '  - generation must be a whole number between 1 and 99, got -1; start at 1 and add 1 when a resource must exist beside its successor',
      '  - resources must not be empty, got []; name at least one database or table',
      '  - dailyRetentionDays must be a whole number between 1 and 3650, got 0; keep backups for longer with monthlyRetentionDays',
      '  - monthlyRetentionDays must be a whole number between 1 and 36500, got 0; AWS Backup keeps none for longer',
      '  - startHour must be a whole number between 0 and 23, got 24; give the hour in UTC',
      '  - disposable must be true or false, got "false"; write true or false, without quotes',
    ],
  },
  {
    wrong: 'a backup that depends on tags',
    make: plan({ resources: [backup.BackupResource.fromTag('backup', 'true')] }),
    error:
      'Test/Backup: resources must be named by ARN or reference, got a tag or a construct; what is backed up must not depend on tags, use BackupResource.fromArn',
  },
  {
    wrong: 'a backup of what is no list',
    make: plan({ resources: TABLE }),
    error: 'Test/Backup: resources must be a list, got an instance of BackupResource; put it in square brackets',
  },
  {
    wrong: 'daily backups for ever',
    make: plan({ dailyRetentionDays: 3651 }),
    error:
      'Test/Backup: dailyRetentionDays must be a whole number between 1 and 3650, got 3651; keep backups for longer with monthlyRetentionDays',
  },
  {
    wrong: 'monthly backups for ever',
    make: plan({ monthlyRetentionDays: 36_501 }),
    error:
      'Test/Backup: monthlyRetentionDays must be a whole number between 1 and 36500, got 36501; AWS Backup keeps none for longer',
  },
  {
    wrong: 'cold storage at once',
    make: plan({ monthlyColdStorageAfterDays: 0 }),
    error:
      'Test/Backup: monthlyColdStorageAfterDays must be a whole number between 1 and 36410, got 0; leave it out to keep backups warm',
  },
  {
    wrong: 'cold storage for less than it is billed',
    make: plan({ monthlyColdStorageAfterDays: 276 }),
    error:
      'Test/Backup: monthlyRetentionDays must be at least 90 more than monthlyColdStorageAfterDays, got 365 with 276; cold storage is billed for 90 days at least',
  },
  {
    wrong: 'copies that would be none, or in no vault that there can be',
    make: plan({
      monthlyColdStorageAfterDays: 30,
      copies: [
        { region: 'eu-west-1', dailyRetentionDays: 0, monthlyRetentionDays: 100 },
        { region: 'Frankfurt', vaultName: 'the safe', monthlyRetentionDays: 36_501 },
        { region: 'eu-west-1' },
      ],
    }),
    error: [
      'Test/Backup:',
      '  - copies must not repeat a region, got eu-west-1; name each region once',
      '  - copies[0].region must not be that of the backups, got "eu-west-1"; choose another one',
      '  - copies[0].dailyRetentionDays must be a whole number between 1 and 3650, got 0; keep copies for longer with monthlyRetentionDays',
      '  - copies[0].monthlyRetentionDays must be at least 90 more than monthlyColdStorageAfterDays, got 100 with 30; cold storage is billed for 90 days at least',
      '  - copies[1].region must be the name of a region, got "Frankfurt"; use one such as eu-central-1',
      '  - copies[1].vaultName must be 2 to 50 letters, digits, hyphens and underscores, got "the safe"; leave it out for the name of a CopyVault',
      '  - copies[1].monthlyRetentionDays must be a whole number between 1 and 36500, got 36501; AWS Backup keeps none for longer',
      '  - copies[2].region must not be that of the backups, got "eu-west-1"; choose another one',
    ],
  },
  {
    wrong: 'copies in every region',
    make: plan({ copies: [1, 2, 3, 4, 5, 6].map((n) => ({ region: `eu-north-${n}` })) }),
    error: 'Test/Backup: copies must hold at most 5 regions, got 6; two regions are enough for any loss',
  },
  {
    wrong: 'a copy that is no list',
    make: plan({ copies: 'eu-central-1' }),
    error: 'Test/Backup: copies must be a list, got "eu-central-1"; put it in square brackets',
  },
  {
    wrong: 'a vault for copies of a name that none can have',
    make: () => new CopyVault(testStack(), 'Copies', { name: 'Shop', generation: 0 }),
    error: [
      'Test/Copies:',
      '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop"; choose a shorter or simpler name; it can never change once something is deployed',
      '  - generation must be a whole number between 1 and 99, got 0; start at 1 and add 1 when a resource must exist beside its successor',
    ],
  },
];
