import { CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { stackProps, type PlatformStackProps } from './stack-props';
import { Edge, type EdgeDomain } from '../edge';
import { Monitoring } from '../monitoring';
import { allowCloudWatchLogs, encryptionKey } from '../private/key';
import type { LoadBalancer } from '../web';

/** Where CloudFront takes certificates and web ACLs from, whatever the region of the platform. */
const EDGE_REGION = 'us-east-1';

/** Properties for defining an EdgeStack. */
export interface EdgeStackProps extends PlatformStackProps {
  readonly loadBalancer: LoadBalancer;
  /** Those of the other regions. */
  readonly otherLoadBalancers: LoadBalancer[];
  readonly domain?: EdgeDomain;
  readonly waf?: boolean;
  readonly originShield?: boolean;
  readonly cachedPaths?: string[];
  readonly runbookUrl?: string;
}

/**
 * The only way in. It reads other regions weakly, because nothing else crosses regions, and has topics and a dashboard of its
 * own: CloudFront publishes its metrics here alone, and an alarm reaches only topics of its region.
 */
export class EdgeStack extends Stack {
  public readonly edge: Edge;
  public readonly monitoring: Monitoring;

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, stackProps('edge', { ...props, region: EDGE_REGION }));
    CrossStackReferences.of(this).consume(ReferenceStrength.WEAK);

    const { name } = props;
    const key = encryptionKey(this, 'Key', {
      description: `Static files, logs and alarms of ${name}`,
      removable: true,
    });
    allowCloudWatchLogs(key);
    this.edge = new Edge(this, 'Edge', {
      name,
      loadBalancer: props.loadBalancer.applicationLoadBalancer,
      otherRegions: props.otherLoadBalancers.map((other) => ({ loadBalancer: other.applicationLoadBalancer })),
      domain: props.domain,
      waf: props.waf,
      originShield: props.originShield,
      cachedPaths: props.cachedPaths,
      encryptionKey: key,
      disposable: props.disposable,
    });
    this.monitoring = new Monitoring(this, 'Monitoring', {
      name,
      part: 'edge',
      encryptionKey: key,
      runbookUrl: props.runbookUrl,
    });
    this.edge.monitor(this.monitoring);
    this.monitoring.showOn(new cloudwatch.Dashboard(this, 'Dashboard', { dashboardName: `${name}-edge` }));
  }
}
