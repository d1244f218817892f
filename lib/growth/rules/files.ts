import { row, type Rule } from '../engine/change';
import { isObject } from '../engine/spec';
import { Verdict } from '../verdict';
import { SOURCES } from './sources';
import {
  always,
  and,
  decreased,
  downgraded,
  exchanged,
  removed,
  shortened,
  switchedOff,
  switchedOn,
  when,
} from './when';

const VOLUME = 'AWS::EC2::Volume';
const FILES = 'AWS::EFS::FileSystem';
const VAULT = 'AWS::Backup::BackupVault';
const OPEN_SEARCH = 'AWS::OpenSearchService::Domain';
const SEARCH = [OPEN_SEARCH, 'AWS::Elasticsearch::Domain'];
const SEARCH_VERSIONS = [
  [OPEN_SEARCH, 'EngineVersion'],
  ['AWS::Elasticsearch::Domain', 'ElasticsearchVersion'],
] as const;
const { REJECTED, REPLACED, UPDATED, UNKNOWN } = Verdict;

const RESTORE = 'restore a snapshot with the new value into a second one, switch over, then remove the old one';

/** Rules about files, backups, search and registries. */
export const FILE_RULES: readonly Rule[] = [
  row(VOLUME, 'Size', decreased, REJECTED, 'a volume cannot shrink', SOURCES.volume, {
    remedy: 'copy the files to a smaller volume',
  }),
  ...['AvailabilityZone', 'Encrypted', 'KmsKeyId', 'SnapshotId', 'OutpostArn', 'MultiAttachEnabled'].map((property) =>
    row(
      VOLUME,
      property,
      always,
      REJECTED,
      'it is chosen when the volume is made, and updates are not supported',
      SOURCES.volume,
      { remedy: RESTORE },
    ),
  ),

  row(FILES, 'Encrypted', always, REPLACED, 'a file system is encrypted only when it is made', SOURCES.fileSystem, {
    remedy: 'replicate into a second file system, switch over',
  }),
  row(
    FILES,
    'FileSystemProtection',
    always,
    UPDATED,
    'protection against being overwritten by replication changes',
    SOURCES.fileSystem,
  ),
  row(
    FILES,
    'BackupPolicy',
    and(always, 'switched off', ({ after }) => !(isObject(after) && after.Status === 'ENABLED')),
    UPDATED,
    'no more backups are taken',
    SOURCES.fileSystem,
    { blocks: true, remedy: 'keep the backups' },
  ),

  row(VAULT, 'EncryptionKeyArn', always, REPLACED, 'a vault has one key for ever', SOURCES.vault, {
    remedy: 'add a second vault, and copy the recovery points',
  }),
  row(
    VAULT,
    'LockConfiguration',
    and(removed, 'or loosened', () => true),
    REJECTED,
    'a lock whose grace time is over cannot be taken away',
    SOURCES.vault,
    { remedy: 'keep the lock' },
  ),
  row(
    VAULT,
    'LockConfiguration.MinRetentionDays',
    decreased,
    REJECTED,
    'a lock whose grace time is over cannot be loosened',
    SOURCES.vault,
    { remedy: 'keep the lock' },
  ),

  ...SEARCH_VERSIONS.flatMap(([type, property]) => [
    row(
      type,
      property,
      downgraded,
      REJECTED,
      'an engine cannot be taken back to an older version',
      SOURCES.openSearch,
      {
        remedy: RESTORE,
      },
    ),
    row(
      type,
      property,
      and(exchanged, 'without UpdatePolicy EnableVersionUpgrade', ({ resource }) => {
        const policy = resource.after.source.UpdatePolicy;
        return !(isObject(policy) && policy.EnableVersionUpgrade === true);
      }),
      REPLACED,
      'without UpdatePolicy EnableVersionUpgrade the domain is made anew',
      SOURCES.updatePolicy,
      { remedy: 'set cfnOptions.updatePolicy = { enableVersionUpgrade: true } on the domain' },
    ),
  ]),
  row(
    SEARCH,
    'EncryptionAtRestOptions.Enabled',
    switchedOff,
    REJECTED,
    'encryption cannot be switched off',
    SOURCES.openSearch,
    { remedy: 'keep it on' },
  ),
  row(
    SEARCH,
    'EncryptionAtRestOptions.KmsKeyId',
    exchanged,
    REPLACED,
    'the key of a domain cannot be exchanged',
    SOURCES.openSearch,
    { remedy: RESTORE },
  ),
  row(
    SEARCH,
    'VPCOptions',
    and(always, 'into a VPC, or out of it', ({ before, after }) => before === undefined || after === undefined),
    REPLACED,
    'a domain is inside a VPC, or not, from the start',
    SOURCES.openSearch,
    { remedy: RESTORE },
  ),
  row(
    OPEN_SEARCH,
    'ClusterConfig',
    always,
    UPDATED,
    'a new set of nodes takes over while the domain serves',
    SOURCES.openSearch,
  ),
  row(
    'AWS::ECR::Repository',
    'EmptyOnDelete',
    switchedOn,
    UPDATED,
    'the images go when the repository is removed one day',
    SOURCES.specification,
    { blocks: true, remedy: 'leave it off' },
  ),
  row(
    'AWS::MSK::Cluster',
    'NumberOfBrokerNodes',
    decreased,
    UNKNOWN,
    'brokers that go must be empty',
    SOURCES.specification,
    { remedy: 'move the partitions first' },
  ),
  row(
    'AWS::Route53::HostedZone',
    'VPCs',
    and(always, 'public to private, or back', ({ before, after }) => before === undefined || after === undefined),
    REJECTED,
    'a zone is public, or private, from the start',
    SOURCES.specification,
    { remedy: 'make a second zone' },
  ),
  row(
    'AWS::Route53::HostedZone',
    'VPCs',
    shortened,
    UPDATED,
    'names of the zone are unknown in the VPC that goes',
    SOURCES.specification,
  ),
  row(
    'AWS::Backup::BackupPlan',
    'BackupPlan',
    when('a rule is missing', ({ before, after }) => rulesIn(before) > rulesIn(after)),
    UPDATED,
    'no more backups are taken by the rule that goes',
    SOURCES.vault,
    { blocks: true, remedy: 'keep the rule' },
  ),
];

function rulesIn(plan: unknown): number {
  const rules = isObject(plan) ? plan.BackupPlanRule : undefined;
  return Array.isArray(rules) ? rules.length : 0;
}
