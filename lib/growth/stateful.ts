import type { Properties } from './engine/change';
import { specifiedStateful } from './engine/spec';
import type { TemplateResource } from './verdict';

export { createOnlyProperties } from './engine/spec';

/** Types that hold something that cannot be made again, which the specification does not know or does not mark. */
const OWN: Readonly<Record<string, string>> = {
  'AWS::AmazonMQ::Broker': 'messages',
  'AWS::Backup::LogicallyAirGappedBackupVault': 'recovery points',
  'AWS::Cassandra::Table': 'rows',
  'AWS::CloudFront::KeyValueStore': 'keys that were written into it',
  'AWS::CodeCommit::Repository': 'sources',
  'AWS::DSQL::Cluster': 'rows',
  'AWS::DocDB::GlobalCluster': 'the link between its regions',
  'AWS::DocDBElastic::Cluster': 'documents',
  'AWS::ECR::Repository': 'images',
  'AWS::ElastiCache::GlobalReplicationGroup': 'the link between its regions',
  'AWS::ElastiCache::ServerlessCache': 'entries',
  'AWS::FSx::Volume': 'files',
  'AWS::KMS::ReplicaKey': 'the key that opens what it encrypts',
  'AWS::Lightsail::Bucket': 'objects',
  'AWS::Lightsail::Database': 'rows',
  'AWS::MSK::Cluster': 'messages',
  'AWS::MSK::ServerlessCluster': 'messages',
  'AWS::MemoryDB::Cluster': 'entries',
  'AWS::MemoryDB::MultiRegionCluster': 'the link between its regions',
  'AWS::Neptune::GlobalCluster': 'the link between its regions',
  'AWS::NeptuneGraph::Graph': 'a graph',
  'AWS::OpenSearchServerless::Collection': 'documents',
  'AWS::RDS::DBShardGroup': 'rows',
  'AWS::RDS::GlobalCluster': 'the link between its regions',
  'AWS::RedshiftServerless::Namespace': 'rows',
  'AWS::Route53::HostedZone': 'records, and the name servers that the domain is delegated to',
  'AWS::S3Express::DirectoryBucket': 'objects',
  'AWS::S3Outposts::Bucket': 'objects',
  'AWS::S3Tables::Table': 'rows',
  'AWS::S3Tables::TableBucket': 'tables',
  'AWS::S3Vectors::Index': 'vectors',
  'AWS::S3Vectors::VectorBucket': 'vectors',
  'AWS::Serverless::SimpleTable': 'rows',
  'AWS::Timestream::Database': 'series',
  'AWS::Timestream::InfluxDBCluster': 'series',
  'AWS::Timestream::InfluxDBInstance': 'series',
  'AWS::Timestream::Table': 'series',
};

/** Custom resources of the CDK and of this library, which do something when they are deployed and hold nothing. */
const STATELESS_CUSTOM = [
  'Custom::AWSCDK-EKS-KubernetesResource',
  'Custom::AWSCDK-EKS-HelmChart',
  'Custom::AWSCDKOpenIdConnectProvider',
  'Custom::CDKBucketDeployment',
  'Custom::CrossRegionExportReader',
  'Custom::CrossRegionExportWriter',
  'Custom::CrossRegionStringParameterReader',
  'Custom::DisposableContents',
  'Custom::EC2KeyPair',
  'Custom::ECRAutoDeleteImages',
  'Custom::LogRetention',
  'Custom::ObjectReplication',
  'Custom::ReleaseTask',
  'Custom::S3AutoDeleteObjects',
  'Custom::S3BucketNotifications',
  'Custom::S3EnableBucketDelivery',
  'Custom::VpcRestrictDefaultSG',
];

let known: ReadonlySet<string> | undefined;

/** Every type of resource that holds state, sorted. */
export function statefulTypes(): string[] {
  return [...stateful()].sort();
}

function stateful(): ReadonlySet<string> {
  return (known ??= new Set([...specifiedStateful(), ...Object.keys(OWN)]));
}

/** Whether data is lost with a resource. Replicas and members of clusters hold none that is not elsewhere. */
export function isStateful(resource: TemplateResource): boolean {
  const { Type: type, Properties: properties = {} } = resource;
  if (isCustom(type)) return !STATELESS_CUSTOM.includes(type);
  if (!stateful().has(type)) return false;
  if (/^AWS::(RDS|DocDB|Neptune)::DBInstance$/.test(type))
    return !isClusterMember(properties) && !isReplica(properties);
  return true;
}

/** Whether a type is not AWS's: nobody but its author knows what it holds. */
export function isCustom(type: string): boolean {
  return !/^(AWS|Alexa)::/.test(type) || type === 'AWS::CloudFormation::CustomResource';
}

/** Whether a database instance is a member of a cluster, which keeps the data. */
export function isClusterMember(properties: Properties): boolean {
  return properties.DBClusterIdentifier !== undefined;
}

/** Whether a database instance copies another one. */
export function isReplica(properties: Properties): boolean {
  return properties.SourceDBInstanceIdentifier !== undefined || properties.SourceDBClusterIdentifier !== undefined;
}

/** Whether a database instance has a standby. */
export function isMultiAz(properties: Properties): boolean {
  return String(properties.MultiAZ) === 'true';
}
