import { App, Stack, type AppProps } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as ecsPatterns from 'aws-cdk-lib/aws-ecs-patterns';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';

/** Its name among the configurations. */
export const NAIVE = 'naive';

/**
 * What one writes with aws-ecs-patterns and the defaults of the L2s: a web service, a worker with a queue, a database with
 * a replica and a distribution. The same judges judge it in the same run, so that zero findings of ours means something.
 */
export function naiveApp(props: AppProps): App {
  const app = new App(props);
  const stack = new Stack(app, 'Naive', { env: { region: 'us-east-1' }, analyticsReporting: false });
  const vpc = new ec2.Vpc(stack, 'Vpc');
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
  const image = ecs.ContainerImage.fromRegistry('amazon/amazon-ecs-sample');
  const web = new ecsPatterns.ApplicationLoadBalancedFargateService(stack, 'Web', {
    cluster,
    taskImageOptions: { image },
  });
  new ecsPatterns.QueueProcessingFargateService(stack, 'Worker', { cluster, image });
  const primary = new rds.DatabaseInstance(stack, 'Database', {
    vpc,
    engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 }),
  });
  new rds.DatabaseInstanceReadReplica(stack, 'Replica', {
    vpc,
    sourceDatabaseInstance: primary,
    instanceType: ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.SMALL),
  });
  new cloudfront.Distribution(stack, 'Distribution', {
    defaultBehavior: { origin: new origins.HttpOrigin(web.loadBalancer.loadBalancerDnsName) },
    additionalBehaviors: {
      '/static/*': { origin: origins.S3BucketOrigin.withOriginAccessControl(new s3.Bucket(stack, 'Assets')) },
    },
  });
  return app;
}
