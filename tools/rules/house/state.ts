import type { ResourceDefinition } from '../../support/template';
import { list, resourcesOf, type Broken, type HouseRule, type Subject } from './template';

type Properties = Readonly<Record<string, unknown>>;

const KEEPING = ['Retain', 'RetainExceptOnCreate', 'Snapshot'];

/** Whether a resource encrypts what it stores, for each type that stores something. */
const ENCRYPTED: Readonly<Record<string, (properties: Properties) => boolean>> = {
  'AWS::Backup::BackupVault': ({ EncryptionKeyArn: key }) => key !== undefined,
  'AWS::DynamoDB::GlobalTable': ({ SSESpecification: encryption }) => isOn(encryption, 'SSEEnabled'),
  // A member of a global datastore may not name its encryption: it has that of the first one.
  'AWS::ElastiCache::ReplicationGroup': (properties) =>
    properties.GlobalReplicationGroupId !== undefined ||
    (properties.AtRestEncryptionEnabled === true && properties.TransitEncryptionEnabled === true),
  'AWS::ElastiCache::ServerlessCache': ({ KmsKeyId: key }) => key !== undefined,
  'AWS::Logs::LogGroup': ({ KmsKeyId: key }) => key !== undefined,
  'AWS::RDS::DBCluster': ({ StorageEncrypted: encrypted }) => encrypted === true,
  'AWS::RDS::DBInstance': (properties) => !holdsItsOwnData(properties) || properties.StorageEncrypted === true,
  'AWS::S3::Bucket': ({ BucketEncryption: encryption }) => encryption !== undefined,
  'AWS::SNS::Topic': ({ KmsMasterKeyId: key }) => key !== undefined,
  'AWS::SQS::Queue': (properties) =>
    properties.KmsMasterKeyId !== undefined || properties.SqsManagedSseEnabled === true,
  'AWS::SecretsManager::Secret': ({ KmsKeyId: key }) => key !== undefined,
};

/** Constructs whose content can be made again, by the end of their path, and from what. */
export const REBUILDABLE: Readonly<Record<string, string>> = {
  '/Handler/DeadLetters/Queue/Resource':
    'events are repeated: by their schedule, by the next rotation or by the next deployment',
  '/StaticAssets/Bucket/Bucket/Resource': 'static files are copied from the application at each of its releases',
};

/** Whether losing a resource loses something that cannot be made again, for each type that may hold such. */
const IRREPLACEABLE: Readonly<Record<string, (properties: Properties) => boolean>> = {
  'AWS::Backup::BackupVault': () => true,
  'AWS::DynamoDB::GlobalTable': () => true,
  'AWS::RDS::DBCluster': () => true,
  'AWS::RDS::DBInstance': holdsItsOwnData,
  'AWS::S3::Bucket': () => true,
  'AWS::SQS::Queue': () => true,
};

/** Rules about what holds data. */
export const STATE: readonly HouseRule[] = [
  {
    name: 'encrypted-at-rest',
    broken: (subject) =>
      Object.entries(ENCRYPTED).flatMap(([type, isEncrypted]) =>
        resourcesOf(subject, type)
          .filter(({ properties }) => !isEncrypted(properties))
          .map(({ logicalId }) => ({ logicalId, message: `${type} does not set its encryption` })),
      ),
  },
  { name: 'state-outlives-its-stack', broken: (subject) => (subject.disposable ? [] : carelessState(subject)) },
  { name: 'disposable-leaves-nothing', broken: (subject) => (subject.disposable ? leftovers(subject) : []) },
];

function carelessState(subject: Subject): Broken[] {
  const state = Object.entries(IRREPLACEABLE).flatMap(([type, isIrreplaceable]) =>
    resourcesOf(subject, type)
      .filter(({ resource, properties }) => isIrreplaceable(properties) && !isRebuildable(resource) && !keeps(resource))
      .map(({ logicalId }) => ({ logicalId, message: `${type} goes with its stack` })),
  );
  const kept = JSON.stringify(resourcesOf(subject).filter(({ resource }) => keeps(resource)));
  const keys = resourcesOf(subject, 'AWS::KMS::Key')
    .filter(({ logicalId, resource }) => !keeps(resource) && kept.includes(`"${logicalId}"`))
    .map(({ logicalId }) => ({ logicalId, message: 'the key goes with its stack, what it encrypts does not' }));
  return [...state, ...keys];
}

function isRebuildable({ Metadata }: ResourceDefinition): boolean {
  const path = String(Metadata?.['aws:cdk:path']);
  return Object.keys(REBUILDABLE).some((end) => path.endsWith(end));
}

function leftovers(subject: Subject): Broken[] {
  return resourcesOf(subject)
    .filter(({ resource }) =>
      [resource.DeletionPolicy, resource.UpdateReplacePolicy].some((policy) => KEEPING.includes(policy ?? '')),
    )
    .map(({ logicalId }) => ({ logicalId, message: 'stays when its stack is destroyed' }));
}

function keeps({ DeletionPolicy, UpdateReplacePolicy }: ResourceDefinition): boolean {
  return [DeletionPolicy, UpdateReplacePolicy].every((policy) => KEEPING.includes(policy ?? ''));
}

/** Replicas and members of a cluster hold nothing that their source does not. */
function holdsItsOwnData(properties: Properties): boolean {
  return properties.SourceDBInstanceIdentifier === undefined && properties.DBClusterIdentifier === undefined;
}

function isOn(value: unknown, setting: string): boolean {
  return list<Record<string, unknown>>(value).some((item) => item[setting] === true);
}
