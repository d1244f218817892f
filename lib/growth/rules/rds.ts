import { row, type Change, type Rule } from '../engine/change';
import { Verdict } from '../verdict';
import { INTERRUPTIONS } from './interruptions';
import { SOURCES } from './sources';
import {
  always,
  and,
  decreased,
  downgraded,
  increased,
  switchedOn,
  truth,
  upgradedMajor,
  upgradedMinor,
  when,
} from './when';
import { isClusterMember, isMultiAz } from '../stateful';

const INSTANCE = 'AWS::RDS::DBInstance';
const { INTERRUPTED, REJECTED, REPLACED, UPDATED } = Verdict;

const member = ({ resource }: Change): boolean => isClusterMember(resource.before.properties);
const standby = ({ resource }: Change): boolean => isMultiAz(resource.before.properties);
const sameEngine = ({ resource }: Change): boolean =>
  resource.before.properties.Engine === resource.after.properties.Engine;
const standalone = (change: Change): boolean => !member(change) && !standby(change);

/** Another instance of the same cluster, which can take over. */
function hasSibling({ resource, stack }: Change): boolean {
  const cluster = JSON.stringify(resource.before.properties.DBClusterIdentifier);
  const members = stack.before.filter(
    ({ type, properties }) => type === INSTANCE && JSON.stringify(properties.DBClusterIdentifier) === cluster,
  );
  return member({ resource } as Change) && members.length > 1;
}
const RESTORE =
  'add a second database beside it (expand), copy the data, switch the services over, then remove the old one (contract)';

/** Changes that the handler of AWS::RDS::DBInstance makes in place although the specification says "maybe". */
const IN_PLACE = [
  'AutoMinorVersionUpgrade',
  'PreferredMaintenanceWindow',
  'UseLatestRestorableTime',
  'RestoreTime',
] as const;

/** Rules about instances of Amazon RDS, and members of Aurora clusters. */
export const RDS_RULES: readonly Rule[] = [
  row(
    INSTANCE,
    'DBInstanceClass',
    and(always, 'a member of a cluster with another one', hasSibling),
    INTERRUPTED,
    'if it is the writer, another member takes over while it is exchanged',
    SOURCES.auroraFailover,
    { interruption: INTERRUPTIONS.auroraFailover, remedy: 'change the readers first, one deployment earlier' },
  ),
  row(
    INSTANCE,
    'DBInstanceClass',
    and(always, 'the only member of its cluster', member),
    INTERRUPTED,
    'the only instance of the cluster is exchanged',
    SOURCES.auroraModify,
    { interruption: INTERRUPTIONS.loneInstance, remedy: 'add a reader first: then it takes over' },
  ),
  row(
    INSTANCE,
    'DBInstanceClass',
    and(always, 'with a standby', standby),
    INTERRUPTED,
    'the standby is exchanged first, then takes over',
    SOURCES.rdsFailover,
    { interruption: INTERRUPTIONS.multiAzFailover },
  ),
  row(
    INSTANCE,
    'DBInstanceClass',
    and(always, 'without a standby', standalone),
    INTERRUPTED,
    'the instance is out of reach while it is exchanged',
    SOURCES.rdsModify,
    { interruption: INTERRUPTIONS.loneInstance, remedy: 'switch MultiAZ on first: then it is a failover' },
  ),

  row(
    INSTANCE,
    'Engine',
    always,
    REPLACED,
    'another engine cannot take over the files of this one',
    SOURCES.rdsHandler,
    { remedy: RESTORE },
  ),
  row(
    INSTANCE,
    'EngineVersion',
    and(upgradedMajor, 'of a member of a cluster', member),
    REJECTED,
    'the cluster gives its members their version',
    SOURCES.memberVersion,
    { remedy: 'leave EngineVersion out of the members, and change that of the cluster' },
  ),
  row(
    INSTANCE,
    'EngineVersion',
    and(downgraded, 'of the same engine', sameEngine),
    REJECTED,
    'an engine cannot be taken back to an older version',
    SOURCES.rdsUpgrade,
    { remedy: 'restore a snapshot from before the upgrade into a second database' },
  ),
  row(
    INSTANCE,
    'EngineVersion',
    and(
      upgradedMajor,
      'without AllowMajorVersionUpgrade',
      ({ resource }) =>
        sameEngine({ resource } as Change) &&
        !member({ resource } as Change) &&
        !truth(resource.after.properties.AllowMajorVersionUpgrade),
    ),
    REJECTED,
    'a major upgrade is refused unless AllowMajorVersionUpgrade is true',
    SOURCES.rdsUpgrade,
    { remedy: 'rehearse the upgrade on a restored snapshot, then set allowMajorVersionUpgrade in the same deployment' },
  ),
  row(
    INSTANCE,
    'EngineVersion',
    and(upgradedMajor, 'of the same engine', sameEngine),
    INTERRUPTED,
    'the engine is upgraded, with the instance out of reach',
    SOURCES.rdsUpgrade,
    {
      interruption: INTERRUPTIONS.majorUpgrade,
      remedy: 'use a blue/green deployment: it switches over within a minute',
    },
  ),
  row(
    INSTANCE,
    'EngineVersion',
    and(upgradedMinor, 'of the same engine', sameEngine),
    INTERRUPTED,
    'the engine is upgraded, with the instance out of reach',
    SOURCES.rdsUpgrade,
    {
      interruption: INTERRUPTIONS.minorUpgrade,
      remedy: 'use a blue/green deployment: it switches over within a minute',
    },
  ),

  row(
    INSTANCE,
    'MultiAZ',
    switchedOn,
    UPDATED,
    'a standby is made from a snapshot while the instance serves; writes are slower until it has caught up',
    SOURCES.rdsMultiAz,
  ),
  row(INSTANCE, 'MultiAZ', always, UPDATED, 'the handler changes it in place', SOURCES.rdsHandler),
  row(INSTANCE, 'AllocatedStorage', decreased, REJECTED, 'storage cannot shrink', SOURCES.rdsModify, {
    remedy: RESTORE,
  }),
  row(INSTANCE, 'AllocatedStorage', increased, UPDATED, 'storage grows while the instance serves', SOURCES.rdsModify),
  row(
    INSTANCE,
    'StorageType',
    when('from or to magnetic storage', ({ before, after }) => before === 'standard' || after === 'standard'),
    INTERRUPTED,
    'the instance restarts when magnetic storage is exchanged',
    SOURCES.rdsModify,
    { interruption: INTERRUPTIONS.reboot },
  ),
  row(INSTANCE, 'StorageType', always, UPDATED, 'the handler changes it in place', SOURCES.rdsHandler),
  row(
    INSTANCE,
    'BackupRetentionPeriod',
    and(always, 'to 0 days', ({ after }) => Number(after) === 0 && after !== undefined),
    INTERRUPTED,
    'every automated backup is deleted at once, and the instance restarts',
    SOURCES.rdsBackups,
    {
      interruption: INTERRUPTIONS.reboot,
      blocks: true,
      remedy: 'take a snapshot, and copy what the backup plan has, before',
    },
  ),
  row(
    INSTANCE,
    'BackupRetentionPeriod',
    and(always, 'from 0 days', ({ before }) => Number(before ?? 1) === 0),
    INTERRUPTED,
    'the instance restarts when backups begin',
    SOURCES.rdsModify,
    { interruption: INTERRUPTIONS.reboot },
  ),
  row(
    INSTANCE,
    'BackupRetentionPeriod',
    decreased,
    UPDATED,
    'automated backups that are older are deleted at once',
    SOURCES.rdsBackups,
    { blocks: true, remedy: 'take a snapshot before' },
  ),
  row(INSTANCE, 'BackupRetentionPeriod', always, UPDATED, 'the handler changes it in place', SOURCES.rdsHandler),
  row(
    INSTANCE,
    'DBParameterGroupName',
    always,
    INTERRUPTED,
    'static parameters of the new group apply at the next restart, which CloudFormation does not make',
    SOURCES.rdsParameters,
    { interruption: INTERRUPTIONS.reboot, remedy: 'restart the instance in the maintenance window' },
  ),
  ...IN_PLACE.map((property) =>
    row(INSTANCE, property, always, UPDATED, 'the handler changes it in place', SOURCES.rdsHandler),
  ),
];
