import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';

/** Properties for defining an OrdersStack. */
export interface OrdersStackProps extends StackProps {
  /** A change to try: see README.md. */
  readonly change?: string;
}

/** What many apps look like: nothing in here is of this library. */
export class OrdersStack extends Stack {
  constructor(scope: Construct, id: string, { change, ...props }: OrdersStackProps) {
    super(scope, id, props);

    const vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      privateSubnetIds: ['subnet-0a000000000000001', 'subnet-0a000000000000002'],
    });

    // The refactoring that everybody makes one day: it only looks tidier.
    const place = change === 'moved-database' ? new Construct(this, 'Storage') : this;
    const database = new rds.DatabaseInstance(place, 'Database', {
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      engine:
        change === 'other-engine'
          ? rds.DatabaseInstanceEngine.mysql({ version: rds.MysqlEngineVersion.VER_8_4_7 })
          : rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17_6 }),
      instanceType: new ec2.InstanceType(change === 'bigger-instance' ? 'm8g.large' : 't4g.medium'),
      allocatedStorage: 100,
      storageType: rds.StorageType.GP3,
      storageEncrypted: true,
    });
    if (change === 'one-more-replica') {
      new rds.DatabaseInstanceReadReplica(this, 'Reader', {
        vpc,
        sourceDatabaseInstance: database,
        instanceType: new ec2.InstanceType('t4g.medium'),
      });
    }

    if (change !== 'no-table') {
      new dynamodb.TableV2(this, 'Carts', {
        partitionKey: { name: 'customer', type: dynamodb.AttributeType.STRING },
        removalPolicy: RemovalPolicy.DESTROY,
      });
    }
  }
}
