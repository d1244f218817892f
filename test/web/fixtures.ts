import type { Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { LoadBalancer, type LoadBalancerProps } from '../../lib/web';
import { importedVpc } from '../service/fixtures';

/** Certificate of somebody's domain. */
export function testCertificate(stack: Stack): acm.ICertificate {
  return acm.Certificate.fromCertificateArn(
    stack,
    'Certificate',
    'arn:aws:acm:eu-west-1:111111111111:certificate/00000000-0000-0000-0000-000000000000',
  );
}

/** A load balancer of the deployment `shop`, in a network of its own unless one is given. */
export function testLoadBalancer(stack: Stack, props: Partial<LoadBalancerProps> = {}): LoadBalancer {
  return new LoadBalancer(stack, 'LoadBalancer', { name: 'shop', vpc: props.vpc ?? importedVpc(stack), ...props });
}
