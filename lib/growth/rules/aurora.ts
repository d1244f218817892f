import { row, type Change, type Rule } from '../engine/change';
import { isObject } from '../engine/spec';
import { Verdict } from '../verdict';
import { INTERRUPTIONS } from './interruptions';
import { SOURCES } from './sources';
import { always, decreased, downgraded, removed, switchedOff, upgradedMajor, upgradedMinor, when } from './when';

const CLUSTER = 'AWS::RDS::DBCluster';
const { INTERRUPTED, REJECTED, REPLACED, UPDATED } = Verdict;

const SECOND_CLUSTER =
  'restore a snapshot into a second cluster beside it (expand), switch the services over, then remove the old one (contract)';
const BLUE_GREEN = 'use a blue/green deployment: it switches over within a minute';

/** Every instance of the cluster that the template has. */
function members({ resource, stack }: Change): number {
  const { key } = resource.before;
  const name = resource.before.properties.DBClusterIdentifier;
  return stack.before.filter(({ type, properties }) => {
    const of = properties.DBClusterIdentifier;
    return (
      type === 'AWS::RDS::DBInstance' && (isObject(of) ? JSON.stringify(of).includes(JSON.stringify(key)) : of === name)
    );
  }).length;
}

/** What the handler compares although the specification says that it never changes. */
const FIXED: readonly [property: string, reason: string, remedy: string][] = [
  ['DatabaseName', 'the first database is named only when a cluster is made', 'create another database in the cluster'],
  ['DBClusterIdentifier', 'the identifier is the identity: another one is another cluster', 'keep the identifier'],
  ['DBSubnetGroupName', 'a cluster cannot be moved to other subnets', 'change the subnets of the group that it has'],
  ['KmsKeyId', 'a cluster is encrypted only when it is made', SECOND_CLUSTER],
  ['StorageEncrypted', 'a cluster is encrypted only when it is made', SECOND_CLUSTER],
  [
    'SnapshotIdentifier',
    'a cluster that was restored keeps its snapshot in the template for ever',
    'keep the snapshot identifier',
  ],
  ['ClusterScalabilityType', 'a cluster is limitless, or not, from the start', SECOND_CLUSTER],
  ['MasterUsername', 'the first user is named only when a cluster is made', 'create another user in the database'],
];

/** Rules about Aurora clusters and global databases. */
export const AURORA_RULES: readonly Rule[] = [
  ...FIXED.map(([property, reason, remedy]) =>
    row(CLUSTER, property, always, REPLACED, reason, SOURCES.rdsHandler, { remedy }),
  ),
  row(
    CLUSTER,
    'Engine',
    always,
    REPLACED,
    'another engine cannot take over the files of this one',
    SOURCES.rdsHandler,
    { remedy: SECOND_CLUSTER },
  ),
  row(
    CLUSTER,
    'EngineVersion',
    downgraded,
    REJECTED,
    'an engine cannot be taken back to an older version',
    SOURCES.rdsUpgrade,
    { remedy: SECOND_CLUSTER },
  ),
  row(
    CLUSTER,
    'EngineVersion',
    upgradedMajor,
    INTERRUPTED,
    'every instance is upgraded at once, with the cluster out of reach',
    SOURCES.rdsUpgrade,
    { interruption: INTERRUPTIONS.majorUpgrade, remedy: BLUE_GREEN },
  ),
  row(
    CLUSTER,
    'EngineVersion',
    upgradedMinor,
    INTERRUPTED,
    'every instance is upgraded, with the cluster out of reach',
    SOURCES.rdsUpgrade,
    { interruption: INTERRUPTIONS.minorUpgrade, remedy: BLUE_GREEN },
  ),
  row(
    CLUSTER,
    'GlobalClusterIdentifier',
    removed,
    UPDATED,
    'the cluster leaves the global database and goes on by itself; it gets no more changes from the other region',
    SOURCES.rdsHandler,
    { blocks: true, remedy: 'detach it on purpose, after the switchover, and say so in an acknowledgement' },
  ),
  row(
    CLUSTER,
    'GlobalClusterIdentifier',
    always,
    REPLACED,
    'a cluster joins a global database only when it is made',
    SOURCES.rdsHandler,
    { remedy: 'make the global database from the cluster: AWS::RDS::GlobalCluster with SourceDBClusterIdentifier' },
  ),
  row(
    CLUSTER,
    'ReplicationSourceIdentifier',
    removed,
    UPDATED,
    'nothing is promoted: the handler has no code for it',
    SOURCES.rdsHandler,
    { blocks: true, remedy: 'promote the cluster with rds:PromoteReadReplicaDBCluster first' },
  ),
  row(
    CLUSTER,
    'BackupRetentionPeriod',
    decreased,
    UPDATED,
    'automated backups that are older are deleted at once',
    SOURCES.rdsBackups,
    { blocks: true, remedy: 'take a snapshot before' },
  ),
  row(CLUSTER, 'Port', always, INTERRUPTED, 'every instance restarts with the new port', SOURCES.auroraModify, {
    interruption: INTERRUPTIONS.reboot,
  }),
  row(
    CLUSTER,
    'DBClusterParameterGroupName',
    always,
    INTERRUPTED,
    'static parameters of the new group apply at the next restart, which CloudFormation does not make',
    SOURCES.rdsParameters,
    { interruption: INTERRUPTIONS.reboot, remedy: 'restart the instances in the maintenance window, readers first' },
  ),
  row(
    CLUSTER,
    'ServerlessV2ScalingConfiguration.MinCapacity',
    always,
    UPDATED,
    'the range of a serverless cluster changes while it serves',
    SOURCES.auroraServerless,
  ),
  row(
    CLUSTER,
    'ServerlessV2ScalingConfiguration.MaxCapacity',
    always,
    UPDATED,
    'the range changes while it serves; max_connections follows at the next restart',
    SOURCES.auroraServerless,
  ),
  row(
    CLUSTER,
    'ServerlessV2ScalingConfiguration.SecondsUntilAutoPause',
    always,
    UPDATED,
    'a cluster that pauses answers again after about 15 seconds',
    SOURCES.auroraPause,
  ),
  row(
    CLUSTER,
    'ServerlessV2ScalingConfiguration',
    when('removed while it has instances', (change) => change.after === undefined && members(change) > 0),
    REJECTED,
    'serverless instances need a range',
    SOURCES.auroraServerless,
    { remedy: 'give the instances another class first' },
  ),
  row(
    CLUSTER,
    'DeletionProtection',
    switchedOff,
    UPDATED,
    'nothing keeps the cluster from being deleted any more',
    SOURCES.auroraModify,
    { blocks: true, remedy: 'keep it on until the cluster is to go' },
  ),
  row(
    CLUSTER,
    'MasterUserPassword',
    always,
    UPDATED,
    'the password of the first user changes at once',
    SOURCES.auroraModify,
  ),
  row(
    CLUSTER,
    'StorageType',
    always,
    UPDATED,
    'storage is billed another way, without a restart',
    SOURCES.auroraModify,
  ),
];
