import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { mergeSettings } from './merge-settings';
import type { StageSettings } from './stage-settings';
import { Nat } from '../network';
import { Capacity, Scaling, ScalingPreset } from '../service';

/** The same at every stage: where tasks are few, what one of them more or less costs is no reason to be slow. */
const SCALING = [Scaling.onLoad({ preset: ScalingPreset.BALANCED })];

/**
 * How large a platform is: the one word that changes over the years. A stage is data, a set of settings for constructs that are
 * the same throughout: moving up adds to what is there and changes it in place, and never replaces what holds state.
 *
 * A property of the platform or of a service wins over the stage. Several at once are changed by `with`:
 * `GrowthStage.SCALE.with({ zones: 2 })`.
 *
 * Idle costs are those of the reference app (one web service, one worker, Aurora, a serverless cache) in a month with nobody there,
 * at list prices of us-east-1 (docs/growth.md has the lines).
 */
export class GrowthStage {
  /**
   * The first day, to about ten thousand users a month.
   *
   * **Idle**: about 55 dollars a month. **Survives** the loss of a task, of the NAT instance and of the database's instance, each with
   * an outage of minutes until its successor is there; of a zone likewise, and any mistake in the data of the last 7 days.
   * **Carries** four web tasks and a database of four capacity units; it sleeps while nobody is connected, and the first query then
   * waits for about 15 seconds.
   */
  public static readonly LAUNCH = new GrowthStage('launch', {
    zones: 2,
    nat: Nat.instance(),
    aurora: { minCapacity: 0, maxCapacity: 4, readers: 0 },
    rds: { instanceType: new ec2.InstanceType('t4g.micro'), readers: 0 },
    serverlessCache: { maxDataGigabytes: 1, maxProcessingUnitsPerSecond: 5000 },
    nodeCache: { nodeType: new ec2.InstanceType('t4g.micro') },
    webService: { minTasks: 1, maxTasks: 4, capacity: Capacity.spotAboveMinimum(), scaling: SCALING },
    worker: { minTasks: 0, maxTasks: 4, capacity: Capacity.spotAboveMinimum() },
    waf: false,
    originShield: false,
    backup: false,
    crossRegionBackup: false,
  });

  /**
   * To about a million users a month.
   *
   * **Idle**: about 202 dollars a month. **Survives** the loss of a task without an outage, of the database's writer with half a
   * minute of it, of the zone that the NAT gateway is not in; and the deletion of the database.
   * **Carries** ten web tasks and a database of sixteen capacity units.
   */
  public static readonly GROWTH = new GrowthStage('growth', {
    zones: 2,
    nat: Nat.gateway(),
    aurora: { minCapacity: 0.5, maxCapacity: 16, readers: 1 },
    rds: { instanceType: new ec2.InstanceType('t4g.medium'), readers: 1 },
    serverlessCache: { maxDataGigabytes: 10, maxProcessingUnitsPerSecond: 30_000 },
    nodeCache: { nodeType: new ec2.InstanceType('t4g.small') },
    webService: { minTasks: 2, maxTasks: 10, capacity: Capacity.onDemand(), scaling: SCALING },
    worker: { minTasks: 1, maxTasks: 10, capacity: Capacity.onDemand() },
    waf: true,
    originShield: false,
    backup: true,
    crossRegionBackup: false,
  });

  /**
   * To about ten million users a month.
   *
   * **Idle**: about 728 dollars a month, and the proxy. **Survives** the loss of any zone without an outage but half a minute of writes; and,
   * from copies, the loss of the region's data.
   * **Carries** two hundred web tasks, and a database of sixty-four capacity units an instance with up to fifteen readers. Services
   * connect through a proxy, with IAM tokens instead of a password (docs/adr/0013-stages.md).
   */
  public static readonly SCALE = new GrowthStage('scale', {
    zones: 3,
    nat: Nat.gatewayPerZone(),
    aurora: {
      minCapacity: 2,
      maxCapacity: 64,
      readers: 2,
      readerAutoscaling: { maxReaders: 15 },
      iamAuthentication: true,
      proxy: true,
    },
    rds: { instanceType: new ec2.InstanceType('r7g.2xlarge'), readers: 3 },
    serverlessCache: { maxDataGigabytes: 100, maxProcessingUnitsPerSecond: 300_000 },
    nodeCache: { nodeType: new ec2.InstanceType('r7g.large'), maxReplicasPerShard: 5 },
    webService: { minTasks: 3, maxTasks: 200, capacity: Capacity.onDemand(), scaling: SCALING },
    worker: { minTasks: 2, maxTasks: 100, capacity: Capacity.onDemand() },
    waf: true,
    originShield: true,
    backup: true,
    crossRegionBackup: true,
  });

  /**
   * Beyond, in two to six regions: each has what SCALE has, and is able to carry the load of another that is lost.
   *
   * **Idle**: in each region about what SCALE costs, and the traffic between them (docs/regions.md). **Survives** the loss of a whole region:
   * within minutes, with the writes of the last second at stake where it was the region that writes.
   * **Carries** in each region what SCALE carries, and together as many writes as one of them.
   */
  public static readonly GLOBAL = new GrowthStage('global', GrowthStage.SCALE.settings);

  /** The stages, smallest first. */
  public static all(): GrowthStage[] {
    return [GrowthStage.LAUNCH, GrowthStage.GROWTH, GrowthStage.SCALE, GrowthStage.GLOBAL];
  }

  /** `launch`, `growth`, `scale` or `global`; the same with other settings. */
  public readonly name: string;

  /** What the stage decides. */
  public readonly settings: StageSettings;

  private constructor(name: string, settings: StageSettings) {
    this.name = name;
    this.settings = settings;
  }

  /**
   * Whether it is for several regions; the others are for one.
   *
   * @internal
   */
  public get _isGlobal(): boolean {
    return this.name === GrowthStage.GLOBAL.name;
  }

  /**
   * The same stage with other settings. Those that are not given, and options within them that are not given, stay.
   *
   * @param overrides What is different.
   */
  public with(overrides: StageSettings): GrowthStage {
    return new GrowthStage(this.name, mergeSettings(this.settings, overrides));
  }
}
