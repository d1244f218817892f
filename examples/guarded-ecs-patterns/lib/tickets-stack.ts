import { Stack, type StackProps } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as patterns from 'aws-cdk-lib/aws-ecs-patterns';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';

/** Properties for defining a TicketsStack. */
export interface TicketsStackProps extends StackProps {
  /** A change to try: see README.md. */
  readonly change?: string;
}

/** A service of aws-ecs-patterns, with a cluster of Aurora and a table: nothing in here is of this library. */
export class TicketsStack extends Stack {
  constructor(scope: Construct, id: string, { change, ...props }: TicketsStackProps) {
    super(scope, id, props);

    const vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      publicSubnetIds: ['subnet-0b000000000000001', 'subnet-0b000000000000002'],
      privateSubnetIds: ['subnet-0a000000000000001', 'subnet-0a000000000000002'],
    });

    const place = change === 'moved-database' ? new Construct(this, 'Storage') : this;
    const instanceType = new ec2.InstanceType(change === 'bigger-instance' ? 'r8g.xlarge' : 'r8g.large');
    const readers = change === 'one-more-replica' ? ['Reader', 'SecondReader'] : ['Reader'];
    const database = new rds.DatabaseCluster(place, 'Database', {
      vpc,
      engine:
        change === 'other-engine'
          ? rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_10_0 })
          : rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_17_5 }),
      writer: rds.ClusterInstance.provisioned('Writer', { instanceType }),
      readers: readers.map((name) => rds.ClusterInstance.provisioned(name, { instanceType })),
      storageEncrypted: true,
    });

    const service = new patterns.ApplicationLoadBalancedFargateService(this, 'Service', {
      vpc,
      taskImageOptions: { image: ecs.ContainerImage.fromRegistry('public.ecr.aws/my-team/tickets:7') },
      minHealthyPercent: 100,
    });
    database.connections.allowDefaultPortFrom(service.service);

    if (change !== 'no-table') {
      const seats = new dynamodb.Table(this, 'Seats', {
        partitionKey: { name: 'show', type: dynamodb.AttributeType.STRING },
        sortKey: { name: 'seat', type: dynamodb.AttributeType.STRING },
        billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      });
      seats.grantReadWriteData(service.taskDefinition.taskRole);
    }
  }
}
