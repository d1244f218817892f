import { CfnOutput, CrossStackReferences, ReferenceStrength, Stack, type StackProps } from 'aws-cdk-lib';
import type { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { Edge } from 'zero-to-millions';
import { DOMAIN } from '../surroundings';

export interface EntryStackProps extends StackProps {
  readonly loadBalancer: ApplicationLoadBalancer;
}

/** CloudFront in front of the new service. It is ready to answer for the domain, and gets no traffic until the record moves. */
export class EntryStack extends Stack {
  constructor(scope: Construct, id: string, props: EntryStackProps) {
    super(scope, id, props);
    // Between regions CloudFormation knows no exports.
    CrossStackReferences.of(this).consume(ReferenceStrength.WEAK);
    const edge = new Edge(this, 'Edge', {
      name: 'orders',
      loadBalancer: props.loadBalancer,
      // The record exists, in another stack, and moves when the time has come.
      domain: { ...DOMAIN, createRecords: false },
    });
    new CfnOutput(this, 'Distribution', { value: edge.distribution.distributionDomainName });
  }
}
