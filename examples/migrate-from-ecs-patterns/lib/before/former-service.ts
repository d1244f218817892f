import * as ecs from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationLoadBalancedFargateService,
  type ApplicationLoadBalancedServiceRecordType,
} from 'aws-cdk-lib/aws-ecs-patterns';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import * as surroundings from '../surroundings';

export interface FormerServiceProps {
  readonly vpc: ec2.IVpc;
  readonly database: rds.DatabaseInstance;
  readonly zone: route53.IHostedZone;
  readonly recordType?: ApplicationLoadBalancedServiceRecordType;
}

/** The service as it was written with aws-ecs-patterns. */
export function createFormerService(
  scope: Construct,
  props: FormerServiceProps,
): ApplicationLoadBalancedFargateService {
  const { vpc, database, zone, recordType } = props;
  const service = new ApplicationLoadBalancedFargateService(scope, 'Service', {
    cluster: new ecs.Cluster(scope, 'Cluster', { vpc }),
    taskImageOptions: {
      image: surroundings.image(),
      containerPort: surroundings.PORT,
      environment: surroundings.environment(database),
      secrets: surroundings.secrets(database),
    },
    desiredCount: 2,
    minHealthyPercent: 100,
    circuitBreaker: { rollback: true },
    certificate: surroundings.importCertificate(scope),
    domainName: surroundings.DOMAIN.domainName,
    domainZone: zone,
    recordType,
    redirectHTTP: true,
  });
  database.connections.allowDefaultPortFrom(service.service);
  return service;
}
