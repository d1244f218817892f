import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';

/** What is the same before and after: the network and the zone of the company, the container, and the database. */
export const DOMAIN = {
  domainName: 'orders.example.com',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  zoneName: 'example.com',
};

export const PORT = 8080;

export function image(): ecs.ContainerImage {
  return ecs.ContainerImage.fromRegistry('public.ecr.aws/my-team/orders:41');
}

export function importVpc(scope: Construct): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    vpcCidrBlock: '10.20.0.0/16',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    publicSubnetIds: ['subnet-0e000000000000001', 'subnet-0e000000000000002'],
    publicSubnetRouteTableIds: ['rtb-0e000000000000001', 'rtb-0e000000000000002'],
    privateSubnetIds: ['subnet-0a000000000000001', 'subnet-0a000000000000002'],
    privateSubnetRouteTableIds: ['rtb-0a000000000000001', 'rtb-0a000000000000002'],
    isolatedSubnetIds: ['subnet-0d000000000000001', 'subnet-0d000000000000002'],
    isolatedSubnetRouteTableIds: ['rtb-0d000000000000001', 'rtb-0d000000000000002'],
  });
}

export function importZone(scope: Construct): route53.IHostedZone {
  const { hostedZoneId, zoneName } = DOMAIN;
  return route53.HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId, zoneName });
}

export function importCertificate(scope: Construct): acm.ICertificate {
  const arn = 'arn:aws:acm:eu-west-1:123456789012:certificate/0f0e0d0c-0b0a-4908-8706-050403020100';
  return acm.Certificate.fromCertificateArn(scope, 'Certificate', arn);
}

export function createDatabase(scope: Construct, vpc: ec2.IVpc): rds.DatabaseInstance {
  return new rds.DatabaseInstance(scope, 'Database', {
    vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17_7 }),
    databaseName: 'orders',
    storageEncrypted: true,
    cloudwatchLogsExports: ['postgresql', 'upgrade'],
    deletionProtection: true,
  });
}

export function environment(database: rds.DatabaseInstance): Record<string, string> {
  return { DATABASE_HOST: database.dbInstanceEndpointAddress, DATABASE_PORT: database.dbInstanceEndpointPort };
}

export function secrets(database: rds.DatabaseInstance): Record<string, ecs.Secret> {
  if (!database.secret) throw new Error('the database has no generated secret');
  return {
    DATABASE_USER: ecs.Secret.fromSecretsManager(database.secret, 'username'),
    DATABASE_PASSWORD: ecs.Secret.fromSecretsManager(database.secret, 'password'),
  };
}
