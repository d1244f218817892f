import { Duration } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { importedNetwork, publicNetwork } from './networks';
import type { Unchecked, WrongInput } from './wrong-input';
import { AuroraDatabase, type AuroraDatabaseProps } from '../../lib';
import { testStack } from '../support/test-app';

function aurora(props: Unchecked<AuroraDatabaseProps>): () => unknown {
  return () => {
    const stack = testStack();
    const vpc = importedNetwork(stack);
    return new AuroraDatabase(stack, 'Database', { name: 'shop', vpc, ...props } as AuroraDatabaseProps);
  };
}

const version = (full: string, major: string) => rds.AuroraPostgresEngineVersion.of(full, major);

export const AURORA: readonly WrongInput[] = [
  {
    wrong: 'everything at once',
    make: aurora({
      name: 'Shop',
      generation: 0,
      disposable: 'true',
      databaseName: 'postgres',
      readers: 16,
      backupRetention: Duration.days(36),
      preferredBackupWindow: '3am',
      preferredMaintenanceWindow: 'sunday',
      engineVersion: '17.7',
      maxCapacity: NaN,
      ioOptimized: 1,
    }),
    error: [
      'Test/Database:',
      '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop"; choose a shorter or simpler name; it can never change once something is deployed',
      '  - generation must be a whole number between 1 and 99, got 0; start at 1 and add 1 when a resource must exist beside its successor',
      '  - disposable must be true or false, got "true"; write true or false, without quotes',
      '  - databaseName must be 1 to 63 lower-case letters, digits and underscores, starting with a letter, and no name of the engine itself, got "postgres"; use one such as "app"; it can never change once the database is deployed',
      '  - readers must be a whole number between 0 and 15, got 16; one writer feeds no more; divide the data over several databases',
      '  - backupRetention in days must be a whole number between 1 and 35, got 36; without backups there is neither recovery nor a reader; for longer ones add a Backup',
      '  - preferredBackupWindow must be two times of day in UTC as hh:mm-hh:mm, got "3am"; use one such as 00:30-01:30',
      '  - preferredMaintenanceWindow must be two times of the week in UTC as ddd:hh:mm-ddd:hh:mm, got "sunday"; use one such as sun:08:00-sun:09:00',
      '  - engineVersion must name a minor version that Serverless v2 runs, 13.6, 14.3, 15.2, 16.1 or later, got "17.7"; use a constant such as rds.AuroraPostgresEngineVersion.VER_17_7',
      '  - maxCapacity must be between 1 and 256, got NaN; beyond it, divide the data over several databases',
      '  - ioOptimized must be true or false, got 1; write true or false, without quotes',
    ],
  },
  {
    wrong: 'subnets of a single zone',
    make: () => {
      const stack = testStack();
      const vpc = importedNetwork(stack);
      new AuroraDatabase(stack, 'Database', {
        name: 'shop',
        vpc,
        vpcSubnets: { subnets: vpc.isolatedSubnets.slice(0, 1) },
      });
    },
    error:
      'Test/Database: vpcSubnets must select subnets in at least 2 zones, got 1; a database in one zone is lost with it',
  },
  {
    wrong: 'a network without isolated subnets',
    make: () => {
      const stack = testStack();
      new AuroraDatabase(stack, 'Database', { name: 'shop', vpc: publicNetwork(stack) });
    },
    error: [
      'Test/Database:',
      '  - vpcSubnets must select subnets in at least 2 zones, got 0; a database in one zone is lost with it',
      '  - rotationSubnets must select subnets of the VPC, got none; name those from which the function reaches Secrets Manager',
    ],
  },
  {
    wrong: 'a database name with a hyphen',
    make: aurora({ databaseName: 'my-shop' }),
    error:
      'Test/Database: databaseName must be 1 to 63 lower-case letters, digits and underscores, starting with a letter, and no name of the engine itself, got "my-shop"; use one such as "app"; it can never change once the database is deployed',
  },
  {
    wrong: 'readers as text',
    make: aurora({ readers: '2' }),
    error:
      'Test/Database: readers must be a whole number between 0 and 15, got "2"; one writer feeds no more; divide the data over several databases',
  },
  {
    wrong: 'half a day of backups',
    make: aurora({ backupRetention: Duration.hours(36) }),
    error:
      'Test/Database: backupRetention in days must be a whole number between 1 and 35, got 1.5; without backups there is neither recovery nor a reader; for longer ones add a Backup',
  },
  {
    wrong: 'a number of days that is no Duration',
    make: aurora({ backupRetention: 7 }),
    error: 'Test/Database: backupRetention must be a Duration, got 7; write it as Duration.days(1)',
  },
  {
    wrong: 'a backup window of ten minutes',
    make: aurora({ preferredBackupWindow: '23:55-00:05' }),
    error: 'Test/Database: preferredBackupWindow must be at least 30 minutes long, got "23:55-00:05"; end it later',
  },
  {
    wrong: 'a maintenance window of no time',
    make: aurora({ preferredMaintenanceWindow: 'mon:04:00-mon:04:00' }),
    error:
      'Test/Database: preferredMaintenanceWindow must be at least 30 minutes long, got "mon:04:00-mon:04:00"; end it later',
  },
  {
    wrong: 'backups during maintenance, over midnight of a Sunday',
    make: aurora({ preferredBackupWindow: '00:10-00:40', preferredMaintenanceWindow: 'sun:23:45-mon:00:15' }),
    error:
      'Test/Database: preferredBackupWindow must not meet preferredMaintenanceWindow, got 00:10-00:40 and sun:23:45-mon:00:15; move one of them',
  },
  {
    wrong: 'connections without TLS',
    make: aurora({ parameters: { 'rds.force_ssl': '0' } }),
    error: 'Test/Database: parameters must not hold rds.force_ssl, got "0"; TLS is always required, leave it out',
  },
  {
    wrong: 'a parameter that is a number',
    make: aurora({ parameters: { max_connections: 200 } }),
    error: 'Test/Database: parameters.max_connections must be a string, got 200; put it in quotes',
  },
  {
    wrong: 'a proxy without IAM authentication',
    make: aurora({ proxy: true }),
    error:
      'Test/Database: iamAuthentication must be true with a proxy, got undefined; a proxy knows one password at a time, and the two users of a service take turns',
  },
  {
    wrong: 'a proxy as text',
    make: aurora({ proxy: 'true', iamAuthentication: 'yes' }),
    error: [
      'Test/Database:',
      '  - iamAuthentication must be true or false, got "yes"; write true or false, without quotes',
      '  - proxy must be true or false, got "true"; write true or false, without quotes',
    ],
  },
  {
    wrong: 'less capacity than nothing',
    make: aurora({ minCapacity: -0.5 }),
    error: 'Test/Database: minCapacity must be between 0 and 256, got -0.5; a unit is about 2 GiB of memory',
  },
  {
    wrong: 'less maximum than a unit',
    make: aurora({ minCapacity: 0.5, maxCapacity: 0.5 }),
    error:
      'Test/Database: maxCapacity must be between 1 and 256, got 0.5; beyond it, divide the data over several databases',
  },
  {
    wrong: 'more capacity than there is',
    make: aurora({ maxCapacity: 257 }),
    error:
      'Test/Database: maxCapacity must be between 1 and 256, got 257; beyond it, divide the data over several databases',
  },
  {
    wrong: 'capacity between two steps',
    make: aurora({ minCapacity: 0.7 }),
    error: 'Test/Database: minCapacity must be a multiple of 0.5, got 0.7; round it',
  },
  {
    wrong: 'more capacity at least than at most',
    make: aurora({ minCapacity: 8, maxCapacity: 4 }),
    error: 'Test/Database: minCapacity must be at most maxCapacity, got 8 with 4; lower one or raise the other',
  },
  {
    wrong: 'a pause that never comes',
    make: aurora({ minCapacity: 1, autoPauseAfter: Duration.hours(1) }),
    error:
      'Test/Database: autoPauseAfter must come with minCapacity 0, got minCapacity 1; a database with a minimum above 0 never pauses',
  },
  {
    wrong: 'a pause too soon',
    make: aurora({ minCapacity: 0, autoPauseAfter: Duration.minutes(4) }),
    error:
      'Test/Database: autoPauseAfter in seconds must be a whole number between 300 and 86400, got 240; Aurora pauses after 5 minutes at the earliest and a day at the latest',
  },
  {
    wrong: 'a pause of a fraction of a second',
    make: aurora({ minCapacity: 0, autoPauseAfter: Duration.millis(300_500) }),
    error:
      'Test/Database: autoPauseAfter in seconds must be a whole number between 300 and 86400, got 300.5; Aurora pauses after 5 minutes at the earliest and a day at the latest',
  },
  {
    wrong: 'a proxy that keeps a database awake which may pause',
    make: aurora({ minCapacity: 0, proxy: true, iamAuthentication: true }),
    error:
      'Test/Database: minCapacity must be at least 0.5 with a proxy, got 0; a proxy holds connections open, so the database would never pause',
  },
  {
    wrong: 'replication that keeps a database awake which may pause',
    make: aurora({ minCapacity: 0, parameters: { 'rds.logical_replication': '1' } }),
    error:
      'Test/Database: minCapacity must be at least 0.5 with logical replication, got 0; it keeps the database awake, so raise minCapacity or leave rds.logical_replication out',
  },
  {
    wrong: 'a pause of a version that has none',
    make: aurora({ minCapacity: 0, engineVersion: version('16.2', '16') }),
    error:
      'Test/Database: engineVersion must be 13.15, 14.12, 15.7, 16.3 or later with minCapacity 0, got 16.2; raise one of them',
  },
  {
    wrong: 'a version without serverless',
    make: aurora({ engineVersion: version('13.5', '13') }),
    error:
      'Test/Database: engineVersion must name a minor version that Serverless v2 runs, 13.6, 14.3, 15.2, 16.1 or later, got "13.5"; use a constant such as rds.AuroraPostgresEngineVersion.VER_17_7',
  },
  {
    wrong: 'a major version alone',
    make: aurora({ engineVersion: version('17', '17') }),
    error:
      'Test/Database: engineVersion must name a minor version that Serverless v2 runs, 13.6, 14.3, 15.2, 16.1 or later, got "17"; use a constant such as rds.AuroraPostgresEngineVersion.VER_17_7',
  },
  {
    wrong: 'scaled readers without a declared one',
    make: aurora({ readers: 0, readerAutoscaling: { maxReaders: 3 } }),
    error:
      'Test/Database: readers must be at least 1 with readerAutoscaling, got 0; readers that scaling added are unknown to the stack, and one that is known keeps the reader host answering',
  },
  {
    wrong: 'more scaled readers than there can be',
    make: aurora({ readerAutoscaling: { maxReaders: 16 } }),
    error:
      'Test/Database: readerAutoscaling.maxReaders must be a whole number between 1 and 15, got 16; one writer feeds no more',
  },
  {
    wrong: 'fewer scaled readers than declared ones',
    make: aurora({ readers: 3, readerAutoscaling: { maxReaders: 3, minReaders: 2 } }),
    error:
      'Test/Database: readerAutoscaling.minReaders must be at least readers, got 2 with 3; declared readers are never removed by scaling, lower readers instead',
  },
  {
    wrong: 'more scaled readers at least than at most',
    make: aurora({ readerAutoscaling: { maxReaders: 2, minReaders: 3 } }),
    error:
      'Test/Database: readerAutoscaling.minReaders must be at most maxReaders, got 3 with 2; lower one or raise the other',
  },
  {
    wrong: 'fewer scaled readers at most than declared ones',
    make: aurora({ readers: 3, readerAutoscaling: { maxReaders: 2 } }),
    error: [
      'Test/Database:',
      '  - readerAutoscaling.maxReaders must be at least readers, got 2 with 3; raise it, declared readers count',
      '  - readerAutoscaling.minReaders must be at most maxReaders, got 3 with 2; lower one or raise the other',
    ],
  },
  {
    wrong: 'one and a half scaled readers, that are nearly idle',
    make: aurora({ readerAutoscaling: { maxReaders: 2, minReaders: 1.5, targetCpuPercent: 5 } }),
    error: [
      'Test/Database:',
      '  - readerAutoscaling.minReaders must be a whole number between 0 and 15, got 1.5; one writer feeds no more',
      '  - readerAutoscaling.targetCpuPercent must be between 10 and 90, got 5; below, scaling never settles, and above, it comes too late',
    ],
  },
];
