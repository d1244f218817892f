import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as ecsPatterns from 'aws-cdk-lib/aws-ecs-patterns';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { SAMPLE_WEB_SERVICE, SAMPLE_WORKER } from '../../../../bin/samples';

/**
 * The same services with aws-ecs-patterns and the L2s, from defaults: web services, workers with queues, Aurora with a reader,
 * sessions, uploads and a distribution. There is no L2 of the cache, and no alarms: these are simply not there.
 */
export function build(services: number): App {
  const app = new App();
  const env = { region: 'eu-west-1' };
  const base = new Stack(app, 'Base', { env, analyticsReporting: false });
  const vpc = new ec2.Vpc(base, 'Vpc');
  new rds.DatabaseCluster(base, 'Database', {
    vpc,
    engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_17_6 }),
    writer: rds.ClusterInstance.serverlessV2('writer'),
    readers: [rds.ClusterInstance.serverlessV2('reader', { scaleWithWriter: true })],
  }).addRotationSingleUser();
  new dynamodb.TableV2(base, 'Sessions', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
  new s3.Bucket(base, 'Uploads', { removalPolicy: RemovalPolicy.RETAIN });
  const assets = new s3.Bucket(base, 'Assets');
  const cluster = new ecs.Cluster(base, 'Cluster', { vpc });
  const stack = new Stack(app, 'Services', { env, analyticsReporting: false });
  for (let first = 1; first <= services; first += 2) {
    const web = addWebService(stack, `Web${first}`, cluster);
    if (first === 1) addDistribution(stack, web, assets);
    if (first === services) break;
    const jobs = new ecsPatterns.QueueProcessingFargateService(stack, `Jobs${first + 1}`, {
      cluster,
      image: SAMPLE_WORKER.image,
      command: SAMPLE_WORKER.command,
    });
    jobs.sqsQueue.grantSendMessages(web.taskDefinition.taskRole);
  }
  return app;
}

function addWebService(
  stack: Stack,
  id: string,
  cluster: ecs.ICluster,
): ecsPatterns.ApplicationLoadBalancedFargateService {
  const web = new ecsPatterns.ApplicationLoadBalancedFargateService(stack, id, {
    cluster,
    taskImageOptions: { image: SAMPLE_WEB_SERVICE.image, containerPort: SAMPLE_WEB_SERVICE.port },
  });
  const tasks = web.service.autoScaleTaskCount({ minCapacity: 2, maxCapacity: 10 });
  tasks.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 });
  return web;
}

function addDistribution(
  stack: Stack,
  web: ecsPatterns.ApplicationLoadBalancedFargateService,
  assets: s3.IBucket,
): void {
  new cloudfront.Distribution(stack, 'Distribution', {
    defaultBehavior: { origin: new origins.HttpOrigin(web.loadBalancer.loadBalancerDnsName) },
    additionalBehaviors: { '/static/*': { origin: new origins.S3Origin(assets) } },
  });
}
