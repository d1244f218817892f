import { row, type Change, type Rule } from '../engine/change';
import { Verdict } from '../verdict';
import { INTERRUPTIONS } from './interruptions';
import { SOURCES } from './sources';
import { added, always, and, exchanged, removed, switchedOff, switchedOn, truth } from './when';
import { isReplica } from '../stateful';

const INSTANCE = 'AWS::RDS::DBInstance';
const { INTERRUPTED, REJECTED, REPLACED, UPDATED } = Verdict;
const replica = ({ resource }: Change): boolean => isReplica(resource.before.properties);

const REPLICATE = 'make a replica with the new value, wait until it has caught up, promote it, then remove the old one';

const RESTORE =
  'add a second database beside it (expand), copy the data, switch the services over, then remove the old one (contract)';

/** Rules about what makes an instance of Amazon RDS the one that it is. */
export const RDS_IDENTITY_RULES: readonly Rule[] = [
  row(INSTANCE, 'SourceDBInstanceIdentifier', removed, UPDATED, 'the replica is promoted in place', SOURCES.rdsHandler),
  row(
    INSTANCE,
    'SourceDBInstanceIdentifier',
    always,
    REPLACED,
    'a replica cannot be given another source',
    SOURCES.rdsHandler,
    { remedy: 'add a replica of the other source, then remove this one' },
  ),
  ...['DBSnapshotIdentifier', 'DBClusterSnapshotIdentifier'].flatMap((property) => [
    row(INSTANCE, property, removed, UPDATED, 'the handler ignores that it is gone', SOURCES.rdsHandler),
    row(INSTANCE, property, always, REPLACED, 'a database is restored only when it is made', SOURCES.rdsHandler, {
      remedy: RESTORE,
    }),
  ]),
  row(INSTANCE, 'SourceDBClusterIdentifier', removed, UPDATED, 'the replica is promoted in place', SOURCES.rdsHandler),
  row(
    INSTANCE,
    'SourceDBClusterIdentifier',
    always,
    REPLACED,
    'a replica cannot be given another source',
    SOURCES.rdsHandler,
    { remedy: REPLICATE },
  ),
  row(
    INSTANCE,
    'AvailabilityZone',
    and(removed, 'with MultiAZ', ({ resource }) => truth(resource.after.properties.MultiAZ)),
    UPDATED,
    'a standby in another zone is added in place',
    SOURCES.rdsHandler,
  ),
  row(INSTANCE, 'AvailabilityZone', always, REPLACED, 'an instance cannot move to another zone', SOURCES.rdsHandler, {
    remedy: 'leave the zone out, and switch MultiAZ on',
  }),
  row(
    INSTANCE,
    'PerformanceInsightsKMSKeyId',
    added,
    UPDATED,
    'a key can be given where there was none',
    SOURCES.rdsHandler,
  ),
  row(INSTANCE, 'PerformanceInsightsKMSKeyId', always, REPLACED, 'the key cannot be exchanged', SOURCES.rdsHandler, {
    remedy: 'keep the key',
  }),
  row(
    INSTANCE,
    'EngineLifecycleSupport',
    always,
    REJECTED,
    'it cannot be modified after creation',
    SOURCES.rdsHandler,
    { remedy: 'keep the value' },
  ),
  row(INSTANCE, 'KmsKeyId', always, REPLACED, 'a database is encrypted only when it is made', SOURCES.rdsHandler, {
    remedy: 'copy a snapshot with the new key, restore it into a second database, switch over',
  }),
  row(
    INSTANCE,
    'StorageEncrypted',
    always,
    REPLACED,
    'a database is encrypted only when it is made',
    SOURCES.rdsHandler,
    { remedy: 'copy a snapshot with a key, restore it into a second database, switch over' },
  ),
  row(
    INSTANCE,
    'DBSubnetGroupName',
    always,
    REPLACED,
    'an instance cannot be moved to other subnets',
    SOURCES.rdsHandler,
    { remedy: 'change the subnets of the group that it has, or replicate into a second database' },
  ),
  row(
    INSTANCE,
    'MasterUsername',
    and(always, 'a replica', replica),
    UPDATED,
    'a replica has the user of its source',
    SOURCES.rdsHandler,
  ),
  row(
    INSTANCE,
    'MasterUsername',
    always,
    REPLACED,
    'the first user is named only when a database is made',
    SOURCES.rdsHandler,
    { remedy: 'create another user in the database' },
  ),
  row(
    INSTANCE,
    'DBInstanceIdentifier',
    always,
    REPLACED,
    'the identifier is the identity: another one is another database',
    SOURCES.rdsHandler,
    { remedy: 'keep the identifier' },
  ),
  row(INSTANCE, 'Iops', always, UPDATED, 'storage is changed while the instance serves', SOURCES.rdsModify),
  row(INSTANCE, 'MaxAllocatedStorage', always, UPDATED, 'the limit is changed in place', SOURCES.rdsHandler),
  row(
    INSTANCE,
    'DeletionProtection',
    switchedOff,
    UPDATED,
    'nothing keeps the instance from being deleted any more',
    SOURCES.rdsModify,
    { blocks: true, remedy: 'keep it on until the instance is to go' },
  ),
  row(
    INSTANCE,
    'CACertificateIdentifier',
    exchanged,
    INTERRUPTED,
    'the instance restarts, unless its engine loads certificates while it runs',
    SOURCES.rdsModify,
    { interruption: INTERRUPTIONS.reboot },
  ),
  row(INSTANCE, 'PubliclyAccessible', switchedOn, UPDATED, 'the instance gets a public address', SOURCES.rdsModify),

  row(
    'AWS::RDS::DBProxy',
    'RequireTLS',
    always,
    INTERRUPTED,
    'connections without TLS are refused from now on',
    SOURCES.rdsProxy,
    { interruption: INTERRUPTIONS.connections },
  ),
  row(
    ['AWS::RDS::DBParameterGroup', 'AWS::RDS::DBClusterParameterGroup'],
    'Parameters',
    always,
    INTERRUPTED,
    'dynamic parameters apply at once, static ones at the next restart, which CloudFormation does not make',
    SOURCES.rdsParameters,
    { interruption: INTERRUPTIONS.reboot, remedy: 'restart the instances in the maintenance window, readers first' },
  ),
];
