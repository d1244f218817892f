import { CrossStackReferences, ReferenceStrength, Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { LoadBalancer, ServiceCluster, WebService } from 'zero-to-millions';
import type { OrdersStack } from './orders-stack';
import { environment, image, importCertificate, PORT, secrets } from '../surroundings';

export interface ServiceStackProps extends StackProps {
  readonly orders: OrdersStack;
}

/** The same container, as a service of zero-to-millions, with the database that was there before. */
export class ServiceStack extends Stack {
  public readonly loadBalancer: ApplicationLoadBalancer;

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    // The database cannot go while this stack refers to it.
    CrossStackReferences.of(this).consume(ReferenceStrength.STRONG);
    const { vpc, database } = props.orders;
    const cluster = new ServiceCluster(this, 'Cluster', { name: 'orders', vpc });
    // CloudFront passes the viewer's host on, so the certificate of the former load balancer fits this one.
    const loadBalancer = new LoadBalancer(this, 'LoadBalancer', {
      name: 'orders',
      vpc,
      certificate: importCertificate(this),
    });
    const service = new WebService(this, 'Web', {
      cluster,
      loadBalancer,
      image: image(),
      port: PORT,
      environment: environment(database),
      secrets: secrets(database),
    });
    service.connections.allowTo(database, ec2.Port.tcp(5432), 'Web to the database');
    this.loadBalancer = loadBalancer.applicationLoadBalancer;
  }
}
