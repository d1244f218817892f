import { DescribeScalableTargetsCommand, ServiceNamespace } from '@aws-sdk/client-application-auto-scaling';
import { ListBackupPlansCommand, ListBackupVaultsCommand } from '@aws-sdk/client-backup';
import { ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { ListDistributionsCommand, ListOriginAccessControlsCommand } from '@aws-sdk/client-cloudfront';
import { ListDashboardsCommand, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeAddressesCommand,
  DescribeFlowLogsCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  ListClustersCommand,
  ListServicesCommand,
  ListTaskDefinitionsCommand,
} from '@aws-sdk/client-ecs';
import { DescribeLoadBalancersCommand, DescribeTargetGroupsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeReplicationGroupsCommand } from '@aws-sdk/client-elasticache';
import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { paginateListPolicies, paginateListRoles } from '@aws-sdk/client-iam';
import { DescribeKeyCommand, paginateListKeys } from '@aws-sdk/client-kms';
import { paginateListFunctions } from '@aws-sdk/client-lambda';
import {
  DescribeDBClusterParameterGroupsCommand,
  DescribeDBClustersCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBInstancesCommand,
  DescribeDBParameterGroupsCommand,
  DescribeDBSnapshotsCommand,
  DescribeDBSubnetGroupsCommand,
} from '@aws-sdk/client-rds';
import { ListHostedZonesCommand } from '@aws-sdk/client-route-53';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { paginateListSecrets } from '@aws-sdk/client-secrets-manager';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { paginateDescribeParameters } from '@aws-sdk/client-ssm';
import { ListWebACLsCommand } from '@aws-sdk/client-wafv2';
import type { Clients } from './clients';

/** Ids of the resources of one kind. */
type Ids = readonly (string | undefined)[] | undefined;

/** How each kind of resource is listed by the service that has it. */
const LISTS: Readonly<Record<string, (clients: Clients) => Promise<Ids>>> = {
  address: async ({ ec2 }) =>
    (await ec2.send(new DescribeAddressesCommand({}))).Addresses?.map((item) => item.AllocationId),
  alarm: ({ cloudwatch: client }) =>
    pagesOf(paginateDescribeAlarms({ client }, {}), (page) => page.MetricAlarms?.map((item) => item.AlarmName)),
  'backup plan': async ({ backup }) =>
    (await backup.send(new ListBackupPlansCommand({}))).BackupPlansList?.map((item) => item.BackupPlanId),
  'backup vault': async ({ backup }) =>
    (await backup.send(new ListBackupVaultsCommand({}))).BackupVaultList?.map((item) => item.BackupVaultName),
  bucket: async ({ s3 }) => (await s3.send(new ListBucketsCommand({}))).Buckets?.map((item) => item.Name),
  cluster: async ({ ecs }) => {
    const { clusterArns: clusters = [] } = await ecs.send(new ListClustersCommand({}));
    const described = await ecs.send(new DescribeClustersCommand({ clusters }));
    // The emulator goes on listing clusters and services that are inactive: deleted.
    return described.clusters?.filter(isActive).map((item) => item.clusterArn);
  },
  'cluster of databases': async ({ rds }) =>
    (await rds.send(new DescribeDBClustersCommand({}))).DBClusters?.map((item) => item.DBClusterIdentifier),
  dashboard: async ({ cloudwatch }) =>
    (await cloudwatch.send(new ListDashboardsCommand({}))).DashboardEntries?.map((item) => item.DashboardName),
  database: async ({ rds }) =>
    (await rds.send(new DescribeDBInstancesCommand({}))).DBInstances?.map((item) => item.DBInstanceIdentifier),
  distribution: async ({ cloudfront }) =>
    (await cloudfront.send(new ListDistributionsCommand({}))).DistributionList?.Items?.map((item) => item.Id),
  endpoint: async ({ ec2 }) =>
    (await ec2.send(new DescribeVpcEndpointsCommand({}))).VpcEndpoints?.filter(
      (item) => item.State?.toLowerCase() !== 'deleted',
    ).map((item) => item.VpcEndpointId),
  firewall: async ({ waf }) =>
    (await waf.send(new ListWebACLsCommand({ Scope: 'CLOUDFRONT' }))).WebACLs?.map((item) => item.ARN),
  'flow log': async ({ ec2 }) =>
    (await ec2.send(new DescribeFlowLogsCommand({}))).FlowLogs?.map((item) => item.FlowLogId),
  function: ({ lambda: client }) =>
    pagesOf(paginateListFunctions({ client }, {}), (page) => page.Functions?.map((item) => item.FunctionName)),
  'group of cache nodes': async ({ elasticache }) =>
    (await elasticache.send(new DescribeReplicationGroupsCommand({}))).ReplicationGroups?.map(
      (item) => item.ReplicationGroupId,
    ),
  'hosted zone': async ({ route53 }) =>
    (await route53.send(new ListHostedZonesCommand({}))).HostedZones?.map((item) => item.Id),
  'internet gateway': async ({ ec2 }) =>
    (await ec2.send(new DescribeInternetGatewaysCommand({}))).InternetGateways?.map((item) => item.InternetGatewayId),
  key: async ({ kms }) => {
    const keys = await pagesOf(paginateListKeys({ client: kms }, {}), (page) => page.Keys?.map((item) => item.KeyId));
    const described = await Promise.all(keys.map((KeyId) => kms.send(new DescribeKeyCommand({ KeyId }))));
    // A key that waits for its deletion is gone: nothing can be done with it but calling it back.
    return described.filter((item) => item.KeyMetadata?.KeyState === 'Enabled').map((item) => item.KeyMetadata?.KeyId);
  },
  'load balancer': async ({ elb }) =>
    (await elb.send(new DescribeLoadBalancersCommand({}))).LoadBalancers?.map((item) => item.LoadBalancerArn),
  'log group': ({ logs: client }) =>
    pagesOf(paginateDescribeLogGroups({ client }, {}), (page) => page.logGroups?.map((item) => item.logGroupName)),
  'NAT gateway': async ({ ec2 }) =>
    (await ec2.send(new DescribeNatGatewaysCommand({}))).NatGateways?.filter(
      (item) => item.State?.toLowerCase() !== 'deleted',
    ).map((item) => item.NatGatewayId),
  network: async ({ ec2 }) => (await ec2.send(new DescribeVpcsCommand({}))).Vpcs?.map((item) => item.VpcId),
  'origin access control': async ({ cloudfront }) =>
    (await cloudfront.send(new ListOriginAccessControlsCommand({}))).OriginAccessControlList?.Items?.map(
      (item) => item.Id,
    ),
  parameter: ({ ssm: client }) =>
    pagesOf(paginateDescribeParameters({ client }, {}), (page) => page.Parameters?.map((item) => item.Name)),
  'parameter group': async ({ rds }) =>
    (await rds.send(new DescribeDBParameterGroupsCommand({}))).DBParameterGroups?.map(
      (item) => item.DBParameterGroupName,
    ),
  'parameter group of clusters': async ({ rds }) =>
    (await rds.send(new DescribeDBClusterParameterGroupsCommand({}))).DBClusterParameterGroups?.map(
      (item) => item.DBClusterParameterGroupName,
    ),
  policy: ({ iam: client }) =>
    pagesOf(paginateListPolicies({ client }, { Scope: 'Local' }), (page) => page.Policies?.map((item) => item.Arn)),
  queue: async ({ sqs }) => (await sqs.send(new ListQueuesCommand({}))).QueueUrls,
  role: ({ iam: client }) =>
    pagesOf(paginateListRoles({ client }, {}), (page) => page.Roles?.map((item) => item.RoleName)),
  'route table': async ({ ec2 }) =>
    (await ec2.send(new DescribeRouteTablesCommand({}))).RouteTables?.map((item) => item.RouteTableId),
  rule: async ({ events }) => (await events.send(new ListRulesCommand({}))).Rules?.map((item) => item.Arn),
  secret: ({ secrets: client }) =>
    pagesOf(paginateListSecrets({ client }, {}), (page) => page.SecretList?.map((item) => item.ARN)),
  'security group': async ({ ec2 }) =>
    (await ec2.send(new DescribeSecurityGroupsCommand({}))).SecurityGroups?.map((item) => item.GroupId),
  service: async ({ ecs }) => {
    const { clusterArns = [] } = await ecs.send(new ListClustersCommand({}));
    const found = await Promise.all(
      clusterArns.map(async (cluster) => {
        const { serviceArns: services = [] } = await ecs.send(new ListServicesCommand({ cluster }));
        if (services.length === 0) return [];
        return (await ecs.send(new DescribeServicesCommand({ cluster, services }))).services ?? [];
      }),
    );
    return found
      .flat()
      .filter(isActive)
      .map((item) => item.serviceArn);
  },
  snapshot: async ({ rds }) =>
    (await rds.send(new DescribeDBSnapshotsCommand({ SnapshotType: 'manual' }))).DBSnapshots?.map(
      (item) => item.DBSnapshotIdentifier,
    ),
  'snapshot of a cluster': async ({ rds }) =>
    (await rds.send(new DescribeDBClusterSnapshotsCommand({ SnapshotType: 'manual' }))).DBClusterSnapshots?.map(
      (item) => item.DBClusterSnapshotIdentifier,
    ),
  stack: async ({ cloudformation }) =>
    (await cloudformation.send(new ListStacksCommand({}))).StackSummaries?.filter(
      (item) => item.StackStatus !== 'DELETE_COMPLETE',
    ).map((item) => item.StackName),
  subnet: async ({ ec2 }) => (await ec2.send(new DescribeSubnetsCommand({}))).Subnets?.map((item) => item.SubnetId),
  'subnet group': async ({ rds }) =>
    (await rds.send(new DescribeDBSubnetGroupsCommand({}))).DBSubnetGroups?.map((item) => item.DBSubnetGroupName),
  table: async ({ dynamodb }) => (await dynamodb.send(new ListTablesCommand({}))).TableNames,
  'target group': async ({ elb }) =>
    (await elb.send(new DescribeTargetGroupsCommand({}))).TargetGroups?.map((item) => item.TargetGroupArn),
  'target of scaling': async ({ scaling }) =>
    (
      await scaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: ServiceNamespace.ECS }))
    ).ScalableTargets?.map((item) => item.ResourceId),
  'task definition': async ({ ecs }) =>
    (await ecs.send(new ListTaskDefinitionsCommand({ status: 'ACTIVE' }))).taskDefinitionArns,
  topic: async ({ sns }) => (await sns.send(new ListTopicsCommand({}))).Topics?.map((item) => item.TopicArn),
};

function isActive({ status }: { readonly status?: string }): boolean {
  return status === 'ACTIVE';
}

async function pagesOf<Page>(pages: AsyncIterable<Page>, pick: (page: Page) => Ids): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for await (const page of pages) found.push(...(pick(page) ?? []));
  return found;
}

/** Kinds of resources that are listed. */
export const LISTED_KINDS = Object.keys(LISTS).length;

/** What exists in a region, as `<kind> <id>`. */
export async function inventory(clients: Clients): Promise<Set<string>> {
  const found = await Promise.all(
    Object.entries(LISTS).map(async ([kind, list]) => (await list(clients))?.map((id) => `${kind} ${id}`) ?? []),
  );
  return new Set(found.flat());
}
