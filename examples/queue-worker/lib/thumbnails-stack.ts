import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { QueueDemand, ServiceCluster, TaskSize, WorkerService, WorkQueue } from 'zero-to-millions';

/** Thumbnails of uploaded pictures: a queue, and a worker that sleeps while it is empty. */
export class ThumbnailsStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);

    const vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      privateSubnetIds: ['subnet-0a000000000000001', 'subnet-0a000000000000002'],
      privateSubnetRouteTableIds: ['rtb-0a000000000000001', 'rtb-0a000000000000002'],
    });

    const cluster = new ServiceCluster(this, 'Cluster', { name: 'pictures', vpc });
    const queue = new WorkQueue(this, 'Thumbnails', { name: 'pictures', visibilityTimeout: Duration.minutes(6) });
    new WorkerService(this, 'Worker', {
      cluster,
      queue,
      queueDemand: new QueueDemand(this, 'Demand', { cluster }),
      image: ecs.ContainerImage.fromRegistry('public.ecr.aws/my-team/thumbnails:3'),
      size: TaskSize.of(1024, 2048),
      processingTime: Duration.minutes(1),
      concurrency: 4,
      maxTasks: 20,
    });

    // Whoever sends is not of this library: a role that was there before may put messages into the queue.
    const uploader = iam.Role.fromRoleArn(this, 'Uploader', 'arn:aws:iam::123456789012:role/uploader');
    new iam.ManagedPolicy(this, 'Sender', {
      roles: [uploader],
      statements: [new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] })],
    });
    new CfnOutput(this, 'QueueUrl', { value: queue.queueUrl });
  }
}
