import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBProxiesCommand,
  DescribeDBProxyTargetsCommand,
  DescribeDBSubnetGroupsCommand,
  type DBInstance,
} from '@aws-sdk/client-rds';
import { GetHostedZoneCommand, ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { Environment } from '../../../lib/contract/environment';
import { check, differs, ofEach, unless } from '../check';
import type { Deployment } from '../deployment';
import { environmentOf, servicesOf } from './services';

/** Where the database accepts writes, and as whom. */
export interface Writer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly databaseName: string;
}

/** The database, its readers, and how both are found. */
export const DATABASE_CHECKS = [
  check('each reader follows the writer', async (deployment) => {
    const instances = await instancesOf(deployment);
    const cluster = isAurora(deployment) ? await clusterOf(deployment) : undefined;
    if (cluster) {
      const members = cluster.DBClusterMembers?.map(({ DBInstanceIdentifier: id }) => id).sort();
      return [
        ...differs('the members of the cluster', members, instances.map((item) => item.DBInstanceIdentifier).sort()),
        ...differs('the number of writers', cluster.DBClusterMembers?.filter((item) => item.IsClusterWriter).length, 1),
      ];
    }
    const [primaries, replicas] = split(instances);
    return [
      ...differs('the number of primaries', primaries.length, 1),
      ...replicas.flatMap((replica) =>
        differs(
          `the source of ${replica.DBInstanceIdentifier}`,
          replica.ReadReplicaSourceDBInstanceIdentifier?.split(':').pop(),
          primaries[0]?.DBInstanceIdentifier,
        ),
      ),
      ...differs(
        'the replicas that the primary knows',
        primaries[0]?.ReadReplicaDBInstanceIdentifiers?.map((id) => id.split(':').pop()).sort(),
        replicas.map(({ DBInstanceIdentifier: id }) => id).sort(),
      ),
    ];
  }),

  check(
    'the name of the readers has a record of weight 1 for each replica, and of weight 0 for the primary',
    async (deployment) => {
      // Aurora has a reader endpoint of its own.
      if (isAurora(deployment))
        return differs('the number of zones', deployment.all('AWS::Route53::HostedZone').length, 0);
      const zone = deployment.one('AWS::Route53::HostedZone').physicalId;
      const { route53 } = deployment.home;
      const { ResourceRecordSets: all = [] } = await route53.send(
        new ListResourceRecordSetsCommand({ HostedZoneId: zone }),
      );
      const records = all.filter(({ Type }) => Type === 'CNAME');
      const [primaries, replicas] = split(await instancesOf(deployment));
      const expected = [...primaries, ...replicas].map((instance) => [
        instance.Endpoint?.Address,
        replicas.includes(instance) ? 1 : 0,
      ]);
      const { VPCs: vpcs = [] } = await route53.send(new GetHostedZoneCommand({ Id: zone }));
      return [
        ...unless(replicas.length > 0, 'there is no replica'),
        ...differs(
          'the records',
          records.map((record) => [record.ResourceRecords?.[0]?.Value, Number(record.Weight)]).sort(),
          expected.sort(),
        ),
        ...differs(
          'names of the records',
          [...new Set(records.map(({ Name }) => Name))],
          [`${await readerHostOf(deployment)}.`],
        ),
        ...differs(
          'the networks',
          vpcs.map(({ VPCId }) => VPCId),
          [deployment.one('AWS::EC2::VPC').physicalId],
        ),
      ];
    },
  ),

  check(
    'services find the writer and the readers in their environment, and everybody in Parameter Store',
    async (deployment) => {
      const { writer, readerHost } = (await throughProxy(deployment)) ?? {
        writer: await writerOf(deployment),
        readerHost: await readerHostOf(deployment),
      };
      const parameter = async (entry: string) => {
        const name = String(deployment.at('AWS::SSM::Parameter', `/Topology/${entry}`).properties.Name);
        const { Parameter } = await deployment.home.ssm.send(new GetParameterCommand({ Name: name }));
        return Parameter?.Value;
      };
      return [
        ...differs('the parameter of the writer', await parameter('Writer'), `${writer.host}:${writer.port}`),
        ...differs('the parameter of the readers', await parameter('Reader'), `${readerHost}:${writer.port}`),
        ...(await ofEach(await servicesOf(deployment), ({ resource, task }) => {
          const found = environmentOf(task);
          return [
            ...differs(`${resource.path}: the writer`, found.get(Environment.DATABASE_WRITER_HOST), writer.host),
            ...differs(`${resource.path}: its port`, Number(found.get(Environment.DATABASE_PORT)), writer.port),
            ...differs(`${resource.path}: the readers`, found.get(Environment.DATABASE_READER_HOST), readerHost),
            // A copy has none of its own.
            ...differs(
              `${resource.path}: the database`,
              found.get(Environment.DATABASE_NAME),
              writer.databaseName || 'app',
            ),
          ];
        })),
      ];
    },
  ),

  check('the database is private, encrypted with the key of its stack, and in the data subnets', async (deployment) => {
    const instances = await instancesOf(deployment);
    const holder = isAurora(deployment) ? await clusterOf(deployment) : split(instances)[0][0];
    const { DBSubnetGroups: [group] = [] } = await deployment.home.rds.send(
      new DescribeDBSubnetGroupsCommand({
        DBSubnetGroupName: deployment.one('AWS::RDS::DBSubnetGroup').physicalId,
      }),
    );
    const key = deployment.resources.find(({ type, path }) => type === 'AWS::KMS::Key' && path.endsWith('/Data/Key'));
    return [
      ...differs('public instances', instances.filter((item) => item.PubliclyAccessible).length, 0),
      ...differs('encryption', holder?.StorageEncrypted, true),
      ...differs('the key', holder?.KmsKeyId?.split('/').pop(), key?.physicalId),
      ...differs(
        'the subnets',
        group?.Subnets?.map(({ SubnetIdentifier: id }) => id).sort(),
        deployment
          .some('AWS::EC2::Subnet')
          .filter(({ path }) => path.includes('/Network/Data/'))
          .map(({ physicalId }) => physicalId)
          .sort(),
      ),
    ];
  }),
];

/** Where the database of a deployment accepts writes. */
export async function writerOf(deployment: Deployment): Promise<Writer> {
  if (isAurora(deployment)) {
    const cluster = await clusterOf(deployment);
    return {
      host: cluster.Endpoint ?? '',
      port: cluster.Port ?? 0,
      user: cluster.MasterUsername ?? '',
      databaseName: cluster.DatabaseName ?? '',
    };
  }
  const [[primary]] = split(await instancesOf(deployment));
  return {
    host: primary?.Endpoint?.Address ?? '',
    port: primary?.Endpoint?.Port ?? 0,
    user: primary?.MasterUsername ?? '',
    databaseName: primary?.DBName ?? '',
  };
}

/** Where services connect that have a proxy before the database: it pools connections, and has an endpoint for readers. */
async function throughProxy(deployment: Deployment): Promise<{ writer: Writer; readerHost: string } | undefined> {
  if (deployment.all('AWS::RDS::DBProxy').length === 0) return undefined;
  const { physicalId: name, region } = deployment.one('AWS::RDS::DBProxy');
  const { rds } = deployment.home;
  const { DBProxies: [proxy] = [] } = await rds.send(new DescribeDBProxiesCommand({ DBProxyName: name }));
  const { Targets: targets = [] } = await rds.send(new DescribeDBProxyTargetsCommand({ DBProxyName: name }));
  const database = deployment.one(isAurora(deployment) ? 'AWS::RDS::DBCluster' : 'AWS::RDS::DBInstance').physicalId;
  if (!targets.some(({ RdsResourceId: id }) => id === database))
    throw new Error(`${name} does not lead to ${database}`);
  const reader = deployment.one('AWS::RDS::DBProxyEndpoint').physicalId;
  return {
    writer: { ...(await writerOf(deployment)), host: proxy?.Endpoint ?? '' },
    // The address that the server gives to what it cannot make.
    readerHost: `${reader}.endpoint.proxy-emulated.${region}.rds.amazonaws.com`,
  };
}

async function readerHostOf(deployment: Deployment): Promise<string> {
  if (isAurora(deployment)) return (await clusterOf(deployment)).ReaderEndpoint ?? '';
  const [[primary]] = split(await instancesOf(deployment));
  return `reader.${primary?.DBInstanceIdentifier}.internal`;
}

function isAurora(deployment: Deployment): boolean {
  return deployment.all('AWS::RDS::DBCluster').length > 0;
}

async function clusterOf(deployment: Deployment) {
  const { physicalId } = deployment.one('AWS::RDS::DBCluster');
  const { DBClusters: [cluster] = [] } = await deployment.home.rds.send(
    new DescribeDBClustersCommand({ DBClusterIdentifier: physicalId }),
  );
  if (!cluster) throw new Error(`no cluster ${physicalId}`);
  return cluster;
}

async function instancesOf(deployment: Deployment): Promise<DBInstance[]> {
  const ids = deployment.some('AWS::RDS::DBInstance').map(({ physicalId }) => physicalId);
  const found = await Promise.all(
    ids.map((id) => deployment.home.rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }))),
  );
  return found.flatMap(({ DBInstances = [] }) => DBInstances);
}

/** Those that take writes, and those that follow. */
function split(instances: readonly DBInstance[]): [DBInstance[], DBInstance[]] {
  const follows = (instance: DBInstance) => !!instance.ReadReplicaSourceDBInstanceIdentifier;
  return [instances.filter((item) => !follows(item)), instances.filter(follows)];
}
