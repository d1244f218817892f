import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';

/** Properties for defining a CatalogueStack. */
export interface CatalogueStackProps extends StackProps {
  /** A change to try: see README.md. */
  readonly change?: string;
}

/** A database with a name, and a cache of plain CloudFormation: nothing in here is of this library. */
export class CatalogueStack extends Stack {
  constructor(scope: Construct, id: string, { change, ...props }: CatalogueStackProps) {
    super(scope, id, props);

    const vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      privateSubnetIds: ['subnet-0a000000000000001', 'subnet-0a000000000000002'],
    });
    const vpcSubnets = { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS };

    const place = change === 'moved-database' ? new Construct(this, 'Storage') : this;
    new rds.DatabaseInstance(place, 'Database', {
      vpc,
      vpcSubnets,
      instanceIdentifier: 'catalogue',
      engine:
        change === 'other-engine'
          ? rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17_6 })
          : rds.DatabaseInstanceEngine.mysql({ version: rds.MysqlEngineVersion.VER_8_4_7 }),
      instanceType: new ec2.InstanceType(change === 'bigger-instance' ? 'r8g.xlarge' : 'r8g.large'),
      multiAz: true,
      storageType: rds.StorageType.GP3,
      storageEncrypted: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });

    const subnets = new elasticache.CfnSubnetGroup(this, 'CacheSubnets', {
      description: 'Catalogue',
      subnetIds: vpc.selectSubnets(vpcSubnets).subnetIds,
    });
    new elasticache.CfnReplicationGroup(this, 'Cache', {
      replicationGroupDescription: 'Catalogue',
      engine: 'valkey',
      cacheNodeType: change === 'bigger-instance' ? 'cache.r7g.xlarge' : 'cache.r7g.large',
      cacheSubnetGroupName: subnets.ref,
      numNodeGroups: 1,
      replicasPerNodeGroup: change === 'one-more-replica' ? 2 : 1,
      automaticFailoverEnabled: true,
      transitEncryptionEnabled: true,
      atRestEncryptionEnabled: true,
    });

    if (change !== 'no-table') {
      new dynamodb.TableV2(this, 'Ratings', {
        partitionKey: { name: 'article', type: dynamodb.AttributeType.STRING },
      });
    }
  }
}
