import { CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { stackProps, type PlatformStackProps } from './stack-props';
import type { Edge } from '../edge';
import type { IMonitoring } from '../monitoring';
import { ObjectReplication } from '../objects';
import { allowCloudWatchLogs, encryptionKey } from '../private/key';
import {
  RegionProbe,
  RegionSwitch,
  RegionTraffic,
  type RegionModel,
  type RegionSwitchDatabase,
  type RegionSwitchProps,
} from '../region';
import { switchedRegions } from '../region/region-model';

/** Properties for defining a RecoveryStack. */
export interface RecoveryStackProps extends PlatformStackProps {
  /** Every region of the platform, home first, and what is wanted of them. */
  readonly plan: RegionModel;
  /** The edge, which has a routing value. */
  readonly edge: Edge;
  /** Where the alarms of the region go. */
  readonly monitoring: IMonitoring;
  /**
   * The databases that are promoted where home is lost, by the numbers of their shards, for the stack at home.
   *
   * @default - none: for the stacks of other regions
   */
  readonly databases?: readonly [RegionSwitchDatabase, ...RegionSwitchDatabase[]];
}

/**
 * What needs every region to be there, and the edge: what the region sees of the others; in the first two what moves traffic; at home the
 * replication of uploads, and the plan that recovers from the loss of a region. Deployed after everything that it names. It reads the edge weakly, like all that crosses regions.
 */
export class RecoveryStack extends Stack {
  private readonly recovered?: Omit<RegionSwitchProps, 'services'>;
  private readonly services: string[] = [];
  private regionSwitch?: RegionSwitch;

  constructor(scope: Construct, id: string, props: RecoveryStackProps) {
    super(scope, id, stackProps('recovery', props));
    CrossStackReferences.of(this).consume(ReferenceStrength.WEAK);

    const { name, plan, edge, databases } = props;
    const key = encryptionKey(this, 'Key', { description: `Logs of the recovery of ${name}`, removable: true });
    allowCloudWatchLogs(key);
    const probe = new RegionProbe(this, 'Probe', { name, plan, url: edge.url, encryptionKey: key });
    probe.monitor(props.monitoring);
    const { routingStore } = edge;
    if (routingStore && switchedRegions(plan).includes(this.region)) {
      const routingStoreArn = routingStore.keyValueStoreArn;
      new RegionTraffic(this, 'Traffic', { name, plan, routingStoreArn, encryptionKey: key });
    }
    if (!databases) return;
    const regions = [...plan._plan.regions];
    new ObjectReplication(this, 'ObjectReplication', { name, regions, encryptionKey: key });
    const [first, ...shards] = databases;
    this.recovered = { name, plan, ...first, shards, probed: true };
  }

  /** Names a service that a standby scales before it gets traffic. */
  public addService(service: string): void {
    this.services.push(service);
    this.regionSwitch?.scale(service);
  }

  /** The same for a web service. A region is judged by those, and so the plan, which its alarm starts, is defined with the first. */
  public addWebService(service: string): void {
    this.addService(service);
    if (!this.recovered) return;
    this.regionSwitch ??= new RegionSwitch(this, 'Switch', { ...this.recovered, services: this.services });
  }
}
