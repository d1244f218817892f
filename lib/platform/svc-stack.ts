import { CfnResource, CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import type { NetStack } from './net-stack';
import { stackProps, type PlatformStackProps } from './stack-props';
import type { EdgeDomain } from '../edge';
import type { IMonitoring } from '../monitoring';
import { allowCloudWatchLogs, encryptionKey } from '../private/key';
import { checkAtSynthesis, refuse, type Rule } from '../private/validate';
import type { IWorkQueue } from '../queue';
import { RegionHealth } from '../region';
import { ServiceCluster } from '../service';
import { LoadBalancer, WebService, type WebServiceOptions } from '../web';
import { QueueDemand, WorkerService, type WorkerOptions } from '../worker';

/**
 * What CloudFormation allows in a stack (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html).
 * A web service with its worker takes nearly fifty.
 */
const MAX_RESOURCES = 500;

/** Properties for defining a SvcStack. */
export interface SvcStackProps extends PlatformStackProps {
  readonly net: NetStack;
  readonly domain?: EdgeDomain;
  readonly isHome: boolean;
}

/** The services of a region: everything that can be stopped and started again without losing anything. */
export class SvcStack extends Stack {
  public readonly cluster: ServiceCluster;
  public readonly loadBalancer: LoadBalancer;
  private readonly services: Construct;
  private readonly workers: Construct;
  private queueDemand?: QueueDemand;
  private health?: RegionHealth;

  constructor(scope: Construct, id: string, props: SvcStackProps) {
    super(scope, id, stackProps('svc', props));
    CrossStackReferences.of(this).consume(ReferenceStrength.STRONG);

    const { name, disposable, net } = props;
    const { vpc, appSubnets } = net.network;
    // Not the key of Net: Control Tower's rule knows that a log group is encrypted only by a key of the same template.
    const key = encryptionKey(this, 'Key', { description: `Logs of services of ${name}`, removable: disposable });
    allowCloudWatchLogs(key);
    this.cluster = new ServiceCluster(this, 'Cluster', {
      name,
      vpc,
      subnets: appSubnets,
      encryptionKey: key,
      isHome: props.isHome,
    });
    this.loadBalancer = new LoadBalancer(this, 'LoadBalancer', {
      name,
      vpc,
      subnets: appSubnets,
      certificate: props.domain && this.createCertificate(props.domain),
      disposable,
    });
    this.services = new Construct(this, 'Services');
    this.workers = new Construct(this, 'Workers');
    checkAtSynthesis(this, () => [this.tooManyServices()]);
  }

  public addWebService(id: string, options: WebServiceOptions): WebService {
    this.cluster._keepRedeploy();
    return new WebService(this.services, id, {
      ...options,
      cluster: this.cluster,
      loadBalancer: this.loadBalancer,
    });
  }

  public addWorker(id: string, options: WorkerOptions, queue: IWorkQueue, monitoring: IMonitoring): WorkerService {
    this.cluster._keepRedeploy();
    return new WorkerService(this.workers, id, {
      ...options,
      cluster: this.cluster,
      queue,
      queueDemand: this.demand(monitoring),
    });
  }

  /** Counts a web service among those by which the region is judged, where another one can take over. */
  public judgeRegionBy(service: WebService, monitoring: IMonitoring): void {
    if (!this.health) {
      const { name } = this.cluster;
      this.health = new RegionHealth(this, 'Health', { name, loadBalancer: this.loadBalancer });
      this.health.monitor(monitoring);
    }
    this.health.watch(service);
  }

  /** Defines the alarms of what all services share, in this stack. */
  public monitor(monitoring: IMonitoring): void {
    this.cluster.monitor(monitoring);
    this.loadBalancer.monitor(monitoring);
  }

  /** One for all workers, defined with the first: a platform without workers pays for none. */
  private demand(monitoring: IMonitoring): QueueDemand {
    if (!this.queueDemand) {
      this.queueDemand = new QueueDemand(this, 'QueueDemand', { cluster: this.cluster });
      this.queueDemand.monitor(monitoring);
    }
    return this.queueDemand;
  }

  private tooManyServices(): Rule {
    const resources = this.node.findAll().filter((child) => CfnResource.isCfnResource(child)).length;
    const [web, workers] = [this.services, this.workers].map(({ node }) => node.children.length);
    return refuse(
      resources > MAX_RESOURCES,
      `services and workers must fit into a stack of ${MAX_RESOURCES} resources, got ${resources} with ${web} web services and ${workers} workers; define some of them in stacks of your own, with WebService and WorkerService`,
    );
  }

  /** The load balancer answers as the domain itself: CloudFront passes the viewer's host on and checks the name against it. */
  private createCertificate(domain: EdgeDomain): acm.ICertificate {
    return new acm.Certificate(this, 'Certificate', {
      domainName: domain.domainName,
      validation: acm.CertificateValidation.fromDns(
        route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', {
          hostedZoneId: domain.hostedZoneId,
          zoneName: domain.zoneName,
        }),
      ),
    });
  }
}
