import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as logs from 'aws-cdk-lib/aws-logs';
import { RegionModel, Workload } from '../../../lib';
import { against, choice, values, type Input } from '../choice';
import { allMembers, members } from './types';

/** Home is that of the stacks of most constructs, the other one that of those at the edge. */
const PAIR = ['eu-west-1', 'us-east-1'];
const REPEATED = ['eu-west-1', 'eu-west-1'];
const ELSEWHERE = ['eu-central-1', 'us-west-2'];

/** What is given where a type of the CDK, or an interface of this library, is asked for. */
export const BY_TYPE: Readonly<Record<string, Input>> = {
  'aws-cdk-lib.aws_ec2.IVpc': values([
    choice('network.vpc', (world) => world.network.vpc),
    choice('existingVpc', (world) => world.existingVpc),
    choice('vpcWithoutNat', (world) => world.vpcWithoutNat),
    choice('vpcWithoutIsolation', (world) => world.vpcWithoutIsolation),
  ]),
  'aws-cdk-lib.aws_ec2.SubnetSelection': values(
    [
      choice('{ subnetType: SubnetType.PRIVATE_WITH_EGRESS }', () => ({
        subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS,
      })),
      choice('network.appSubnets', (world) => world.network.appSubnets),
      choice('network.dataSubnets', (world) => world.network.dataSubnets),
    ],
    [
      choice("{ subnetGroupName: 'Nowhere' }", () => ({ subnetGroupName: 'Nowhere' })),
      choice('{ subnets: [] }', () => ({ subnets: [] })),
    ],
  ),
  'aws-cdk-lib.aws_ec2.ISecurityGroup': values([choice('securityGroup', (world) => world.securityGroup)]),
  'aws-cdk-lib.aws_ec2.IConnectable': values([
    choice(
      'securityGroup',
      (world) => new ec2.Connections({ securityGroups: [world.securityGroup], defaultPort: ec2.Port.tcp(5433) }),
    ),
  ]),
  'aws-cdk-lib.aws_kms.IKey': values([
    choice('key', (world) => world.key),
    choice('importedKey', (world) => world.importedKey),
  ]),
  'aws-cdk-lib.aws_s3.IBucket': values([choice('logBucket', (world) => world.bucket)]),
  'aws-cdk-lib.aws_certificatemanager.ICertificate': values([choice('certificate', (world) => world.certificate)]),
  'aws-cdk-lib.aws_secretsmanager.ISecret': values([choice("secret('Database')", (world) => world.secret('Database'))]),
  'aws-cdk-lib.aws_ecs.CpuArchitecture': values(members(ecs.CpuArchitecture, 'CpuArchitecture', 'ARM64', 'X86_64')),
  'aws-cdk-lib.aws_logs.RetentionDays': values([
    ...members(logs.RetentionDays, 'RetentionDays', 'ONE_YEAR', 'ONE_DAY', 'TEN_YEARS'),
    // Whoever asks for it has decided to pay for logs for ever.
    against(
      ['CloudWatchLogGroupRetentionPeriod'],
      choice('RetentionDays.INFINITE', () => logs.RetentionDays.INFINITE),
    ),
  ]),
  'aws-cdk-lib.aws_cloudfront.PriceClass': values(allMembers(cloudfront.PriceClass, 'PriceClass')),
  'aws-cdk-lib.aws_cloudwatch.ComparisonOperator': values(
    members(
      cloudwatch.ComparisonOperator,
      'ComparisonOperator',
      'GREATER_THAN_OR_EQUAL_TO_THRESHOLD',
      'LESS_THAN_THRESHOLD',
    ),
  ),
  'aws-cdk-lib.aws_cloudwatch.TreatMissingData': values(allMembers(cloudwatch.TreatMissingData, 'TreatMissingData')),
  'zero-to-millions.Workload': values(
    [1000, 200_000, 5_000_000].map((monthlyUsers) =>
      choice(`new Workload({ monthlyUsers: ${monthlyUsers} })`, () => new Workload({ monthlyUsers })),
    ),
  ),
  'zero-to-millions.RegionModel': values(
    [choice("new RegionModel({ regions: ['eu-west-1', 'us-east-1'] })", () => new RegionModel({ regions: PAIR }))],
    [
      choice("new RegionModel({ regions: ['eu-west-1', 'eu-west-1'] })", () => new RegionModel({ regions: REPEATED })),
      choice(
        "new RegionModel({ regions: ['eu-central-1', 'us-west-2'] })",
        () => new RegionModel({ regions: ELSEWHERE }),
      ),
    ],
  ),
  'zero-to-millions.AuroraDatabase': values([choice('auroraDatabase', (world) => world.auroraDatabase)]),
  'zero-to-millions.NodeCache': values(
    [choice('cache', (world) => world.replicableCache)],
    [choice('small cache', (world) => world.smallCache)],
  ),
  'zero-to-millions.IAuroraGlobalDatabase': values([choice('globalDatabase', (world) => world.globalDatabase)]),
  'zero-to-millions.RdsDatabase': values([choice('remoteDatabase', (world) => world.remoteDatabase)]),
  'zero-to-millions.IServiceCluster': values([choice('cluster', (world) => world.cluster)]),
  'zero-to-millions.ILoadBalancer': values([
    choice('loadBalancer', (world) => world.loadBalancer),
    choice('secureLoadBalancer', (world) => world.secureLoadBalancer),
  ]),
  'zero-to-millions.IWorkQueue': values([choice('queue', (world) => world.queue)]),
  'zero-to-millions.IQueueDemand': values([choice('queueDemand', (world) => world.queueDemand)]),
};
