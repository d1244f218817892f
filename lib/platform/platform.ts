import { Construct } from 'constructs';
import { CopiesStack } from './copies-stack';
import type { DataStack } from './data-stack';
import { DatabaseEngine } from './database-engine';
import { EdgeStack } from './edge-stack';
import { GlobalStack } from './global-stack';
import type { GrowthStage } from './growth-stage';
import type { NetStack } from './net-stack';
import type { PlatformProps, PlatformWebServiceOptions, PlatformWorkerOptions } from './platform-props';
import { PlatformRegion } from './platform-region';
import { modelOf } from './platform-regions';
import { platformRules } from './platform-rules';
import { copyRegion, homeOf, settingsOf, stageOf } from './platform-settings';
import { PlatformWorker } from './platform-worker';
import { RecoveryStack, type RecoveryStackProps } from './recovery-stack';
import { RegionStacks } from './region-stacks';
import { shardsOf } from './shard-rules';
import type { ShardStack } from './shard-stack';
import type { PlatformStackProps } from './stack-props';
import { announceTokens } from './tokens';
import type { Edge } from '../edge';
import { kebabCase } from '../private/names';
import { check, checkAtSynthesis, refuse, shown } from '../private/validate';
import type { RegionSwitchDatabase } from '../region';
import type { SessionStore } from '../session';
import type { WebService } from '../web';

/**
 * A whole product on AWS: network, database, cache, sessions, uploads, services, workers and edge.
 *
 * Defines a stack for each tier, so that what changes daily cannot touch what holds data: `Global` (sessions, and of several regions who writes), and for each
 * region `Net` (network, alarm topics), `Data` (database, cache, uploads, queues), `Svc` (cluster, load balancer, services,
 * workers) and `Ops` (dashboard), and `Edge` in us-east-1 (CloudFront). All have termination protection.
 *
 * With several regions each is complete. The first is home: the database is written there and followed by those of the others, sessions and
 * uploads are replicated between all of them. `Recovery`, deployed last, holds what needs all of them to be there: what each sees of the others through
 * the edge, the replication of uploads, and a plan of ARC Region switch that recovers from the loss of either of the first two. Edge
 * sends each viewer to a region; caches and queues belong to theirs. Services and workers are added to every region at once.
 *
 * With several `shards` each one beside the first is a stack `Shard<n>` of every region, and Global holds the control table, which says where
 * data is.
 *
 * **Cost**: see the README for what it costs when idle, and each construct for its own share. **Holds state** in `Global` and
 * `Data`: kept when they are destroyed, unless the platform is disposable.
 */
export class Platform extends Construct {
  /** Name of the deployment. */
  public readonly name: string;

  /** How large it is. */
  public readonly stage: GrowthStage;

  /** The first region. */
  public readonly home: PlatformRegion;

  /** Every region, home first. */
  public readonly regions: PlatformRegion[];

  /** The store for sessions. */
  public readonly sessions: SessionStore;

  /** The distribution in front of everything. */
  public readonly edge: Edge;

  private readonly homeStacks: RegionStacks;
  private readonly otherStacks: RegionStacks[];
  private readonly recovery?: RecoveryStack;
  private readonly serviceNames = new Set<string>();

  constructor(scope: Construct, id: string, props: PlatformProps) {
    super(scope, id);
    check(this, ...platformRules(props));

    const { name, account, disposable = false } = props;
    const common = { name, region: homeOf(props), account, disposable };
    const homeScope = this.scopeOf(common.region);
    const global = new GlobalStack(this, 'Global', {
      ...common,
      plan: modelOf(props),
      isSharded: shardsOf(props) > 1,
    });

    this.name = name;
    this.stage = stageOf(props);
    this.sessions = global.sessions;
    this.homeStacks = this.createHome(homeScope, common, props);
    this.otherStacks = props.regions.slice(1).map((region) => this.createOther({ ...common, region }, props));
    // Services find the session table by literal name, which CloudFormation does not order.
    this.allStacks.forEach(({ svc }) => svc.addStackDependency(global));
    this.regions = this.allStacks.map((stacks) => PlatformRegion._of(stacks));
    this.home = this.regions[0];
    this.edge = this.createEdge(common, props);
    global.monitor(this.home.monitoring);
    this.recovery = this.createRecovery(common, props);
    checkAtSynthesis(this, () => this.otherStacks.flatMap((stacks) => stacks.sameVariables()));
  }

  /**
   * What the platform has in a region.
   *
   * @param name Name of the region, such as `eu-west-1`.
   */
  public region(name: string): PlatformRegion {
    const found = this.regions.find((region) => region.name === name);
    const known = this.regions.map((region) => region.name).join(' or ');
    check(this, refuse(!found, `region must be one of the platform's, got ${shown(name)}; use ${known}`));
    return found ?? this.home;
  }

  /**
   * Adds a web service behind the load balancer and the distribution, in every region. It is bound to the database, the cache, the sessions
   * and the uploads of each, unless `bindings` says otherwise. Its `release` task runs at home alone. With `RegionMode.ACTIVE_ACTIVE` and
   * `ratedRequestsPerSecond`, tasks run so far below what they are rated for that they could answer the viewers of another region as well.
   *
   * @param id Id of the service, in PascalCase. Its name is derived from it and can never change.
   * @param options What it runs, and how it scales. `minTasks` and `maxTasks` are those of each region.
   * @returns The service at home. What is added to it later is there alone: see `PlatformRegion.webService` for the other regions.
   */
  public addWebService(id: string, options: PlatformWebServiceOptions): WebService {
    this.claimName(id, options.serviceName);
    const service = this.homeStacks.addWebService(id, options);
    this.otherStacks.forEach((stacks) => stacks.addWebService(id, options));
    this.recovery?.addWebService(`${this.name}-${service.serviceName}`);
    return service;
  }

  /**
   * Adds a worker and its queue, in every region. How many tasks it has at least is up to the stage, unless `minTasks` says otherwise: with
   * 0, as at LAUNCH, nothing runs and nothing is paid for while there is nothing to do, and the first message waits for up to two minutes.
   * It is bound to the database, the cache, the sessions and the uploads, unless `bindings` says otherwise; let other services send to it
   * with `worker.bindToService(service)`.
   *
   * @param id Id of the worker and its queue, in PascalCase. Their names are derived from it and can never change.
   * @param options What it runs, and how it scales. `minTasks` and `maxTasks` are those of each region.
   */
  public addWorker(id: string, options: PlatformWorkerOptions): PlatformWorker {
    this.claimName(id, options.serviceName);
    const worker = this.homeStacks.addWorker(id, options);
    this.otherStacks.forEach((stacks) => stacks.addWorker(id, options));
    this.recovery?.addService(`${this.name}-${worker.service.serviceName}`);
    return PlatformWorker._of(id, worker, this.allStacks);
  }

  private get allStacks(): RegionStacks[] {
    return [this.homeStacks, ...this.otherStacks];
  }

  /** ECS services, log groups and metrics are named after it, whichever of the two it is. */
  private claimName(id: string, serviceName = kebabCase(id)): void {
    check(
      this,
      refuse(id === '', 'id must not be empty, got ""; names are derived from it, use one such as Web'),
      refuse(
        this.serviceNames.has(serviceName),
        `serviceName must be unique among web services and workers, got ${shown(serviceName)} twice; use another id, or set serviceName`,
      ),
    );
    this.serviceNames.add(serviceName);
  }

  private createHome(parent: Construct, common: PlatformStackProps, platform: PlatformProps): RegionStacks {
    const { sessions } = this;
    const settings = settingsOf(platform);
    const region = copyRegion(platform, settings);
    const home = new RegionStacks(parent, { common, platform, settings, sessions, copyRegion: region });
    const database = platform.database ?? DatabaseEngine.auroraPostgres();
    if (database._takesPasswordAway(settings)) announceTokens(home.data.database, this.stage);
    if (region !== undefined) {
      home.data.addStackDependency(new CopiesStack(this.scopeOf(region), 'Copies', { ...common, region }));
    }
    return home;
  }

  private createOther(common: PlatformStackProps, platform: PlatformProps): RegionStacks {
    const { sessions, homeStacks: home } = this;
    const settings = settingsOf(platform, common.region);
    const parent = this.scopeOf(common.region);
    return new RegionStacks(parent, { common, platform, settings, sessions, home });
  }

  private createEdge(common: PlatformStackProps, props: PlatformProps): Edge {
    const { waf, originShield } = settingsOf(props);
    const { domain, cachedPaths, runbookUrl } = props;
    const { edge } = new EdgeStack(this, 'Edge', {
      ...common,
      loadBalancer: this.homeStacks.svc.loadBalancer,
      otherLoadBalancers: this.otherStacks.map(({ svc }) => svc.loadBalancer),
      domain,
      waf,
      originShield,
      cachedPaths,
      runbookUrl,
    });
    return edge;
  }

  /** It names what is in every region, and reads the edge: so it is deployed when all of it is there. */
  private createRecovery(common: PlatformStackProps, props: PlatformProps): RecoveryStack | undefined {
    if (this.otherStacks.length === 0) return undefined;
    const shared = { ...common, plan: modelOf(props), edge: this.edge };
    const create = ({ region, monitoring }: NetStack, databases?: RecoveryStackProps['databases']) =>
      new RecoveryStack(this.scopeOf(region), 'Recovery', { ...shared, region, monitoring, databases });
    const { net, data, shards } = this.homeStacks;
    const recovery = create(net, [namesOf(data), ...shards.map(namesOf)]);
    this.otherStacks.forEach((other) => create(other.net));
    // ARC looks at what a plan names when it is made, and each time that it is changed.
    this.allStacks
      .flatMap((stacks) => [stacks.data, ...stacks.shards])
      .forEach((stack) => recovery.addStackDependency(stack));
    return recovery;
  }

  /** Backups are copied to a region that may be one of the platform's. */
  private scopeOf(region: string): Construct {
    return this.node.tryFindChild(region) ?? new Construct(this, region);
  }
}

function namesOf({ database, globalDatabaseIdentifier }: DataStack | ShardStack): RegionSwitchDatabase {
  return { databaseIdentifier: database.databaseIdentifier, globalDatabaseIdentifier };
}
