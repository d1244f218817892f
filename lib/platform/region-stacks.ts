import type { Construct } from 'constructs';
import { CacheKind } from './cache-kind';
import { DataStack } from './data-stack';
import { mergeTasks } from './merge-settings';
import { NetStack } from './net-stack';
import { OpsStack } from './ops-stack';
import type { PlatformProps, PlatformWebServiceOptions, PlatformWorkerOptions } from './platform-props';
import { capacityOf, inRegion, modelOf, planOf, ratedInRegion } from './platform-regions';
import { PlatformWorker } from './platform-worker';
import { engineOf, furtherShards, shardsOf } from './shard-rules';
import { ShardStack } from './shard-stack';
import type { PlatformStackProps } from './stack-props';
import type { StageSettings } from './stage-settings';
import { SvcStack } from './svc-stack';
import type { RegionCapacity } from '../contract/region-plan/capacity';
import { kebabCase } from '../private/names';
import type { Rule } from '../private/validate';
import type { WorkQueue } from '../queue';
import type { IBindableService, IServiceBinding } from '../service';
import type { SessionStore } from '../session';
import type { WebService } from '../web';
import type { WorkerService } from '../worker';

/** What the stacks of a region are made from. */
export interface RegionContext {
  readonly common: PlatformStackProps;
  readonly platform: PlatformProps;
  readonly settings: StageSettings;
  readonly sessions: SessionStore;
  /** Where backups are copied to, if they are. */
  readonly copyRegion?: string;
  /** The stacks of home, for another region. */
  readonly home?: RegionStacks;
}

/** A worker and its queue, in one region. */
export interface RegionWorker {
  readonly service: WorkerService;
  readonly queue: WorkQueue;
}

/** The stacks of a region, and its services and workers by the ids that they have in every region. */
export class RegionStacks {
  public readonly net: NetStack;
  public readonly data: DataStack;
  public readonly svc: SvcStack;
  public readonly shards: readonly ShardStack[];
  public readonly webServices = new Map<string, WebService>();
  public readonly workers = new Map<string, RegionWorker>();
  private readonly settings: StageSettings;
  private readonly capacity?: RegionCapacity;
  private readonly sessions: SessionStore;
  private readonly home: RegionStacks;

  constructor(parent: Construct, { common, platform, settings, sessions, home, ...props }: RegionContext) {
    const { nat, zones } = settings;
    const { domain, runbookUrl, browserOrigins } = platform;
    const receivesSecrets = home !== undefined;
    this.net = new NetStack(parent, 'Net', { ...common, nat, zones, runbookUrl, receivesSecrets });
    this.data = new DataStack(parent, 'Data', {
      ...common,
      net: this.net,
      settings,
      database: engineOf(platform),
      cache: platform.cache ?? CacheKind.serverless(),
      copyRegion: props.copyRegion,
      browserOrigins,
      home: home?.data,
      plan: modelOf(platform),
      isSharded: shardsOf(platform) > 1,
    });
    this.svc = new SvcStack(parent, 'Svc', { ...common, net: this.net, domain, isHome: home === undefined });
    // Services find the cache and their queues by literal name, which CloudFormation does not order.
    this.svc.addStackDependency(this.data);
    const ops = new OpsStack(parent, 'Ops', common);
    this.net.monitoring.showOn(ops.dashboard);
    [this.data, this.svc].forEach((stack) => stack.monitor(this.net.monitoring));
    this.capacity = capacityOf(planOf(platform), common.region);
    this.settings = inRegion(settings, this.capacity);
    this.sessions = sessions;
    this.home = home ?? this;
    this.shards = this.createShards(parent, { common, platform, settings, ...props, home });
    if (this.data.shards) ops.compareShards(this.data.shards, this.net.monitoring);
    if (home) this.follow(home);
  }

  /** What this region has in place of something of home: what is home's alone, or the user's, stands for itself. */
  public counterpart(binding: IServiceBinding): IServiceBinding {
    if (binding instanceof PlatformWorker) return binding._in(this)?.queue ?? binding;
    const index = this.home.bindings().indexOf(binding);
    return this.bindings()[index] ?? binding;
  }

  /** The service of this region that has the id of one at home; none of what is not the platform's. */
  public counterpartOf(service: IBindableService): IBindableService | undefined {
    const [id] = [...this.home.services()].find(([, known]) => known === service) ?? [];
    return id === undefined ? undefined : this.services().get(id);
  }

  /** Refuses services that differ from those of home in what they are told: what was added to one alone would be missed when the other takes over. */
  public sameVariables(): Rule[] {
    const atHome = this.home.variables();
    return [...this.variables()].flatMap(([id, names]) => {
      const expected = atHome.get(id) ?? [];
      const alone = (region: string, some: readonly string[], others: readonly string[]) =>
        some.filter((name) => !others.includes(name)).map((name) => aloneRule(id, name, region));
      return [...alone(this.home.net.region, expected, names), ...alone(this.net.region, names, expected)];
    });
  }

  public addWebService(id: string, { bindings, ...options }: PlatformWebServiceOptions): WebService {
    // Once for all regions: there is one schema, and it is written at home.
    const release = this.home === this ? options.release : undefined;
    const merged = mergeTasks(this.settings.webService, { ...options, release });
    const ratedRequestsPerSecond = ratedInRegion(merged.ratedRequestsPerSecond, this.capacity);
    const service = this.svc.addWebService(id, { ...merged, ratedRequestsPerSecond });
    this.webServices.set(id, service);
    this.bind(service, bindings);
    service.monitor(this.net.monitoring);
    if (this.capacity) this.svc.judgeRegionBy(service, this.net.monitoring);
    return service;
  }

  public addWorker(id: string, { bindings, ...options }: PlatformWorkerOptions): RegionWorker {
    const { visibilityTimeout, maxReceiveCount } = options;
    const queue = this.data.addQueue(id, { queueName: kebabCase(id), visibilityTimeout, maxReceiveCount });
    const tasks = mergeTasks(this.settings.worker, options);
    const service = this.svc.addWorker(id, tasks, queue, this.net.monitoring);
    const worker = { service, queue };
    this.workers.set(id, worker);
    this.bind(service, bindings);
    queue.monitor(this.net.monitoring);
    service.monitor(this.net.monitoring);
    return worker;
  }

  /** Each in a stack of its own, which the next one does not change. */
  private createShards(
    parent: Construct,
    { common, platform, settings, copyRegion, home }: Omit<RegionContext, 'sessions'>,
  ): ShardStack[] {
    const { net, data } = this;
    return furtherShards(platform).map((number, index) => {
      const stack = new ShardStack(parent, `Shard${number}`, {
        ...common,
        number,
        net,
        data,
        engine: engineOf(platform)._shard(),
        settings,
        copyRegion,
        otherRegions: platform.regions.filter((region) => region !== common.region),
        home: home?.shards[index],
      });
      data.shards?.addShard(stack.database);
      stack.monitor(net.monitoring);
      return stack;
    });
  }

  /**
   * What CloudFormation cannot see: names stand for what is deployed elsewhere. The key comes before the secrets that are encrypted with it, the
   * database after that of home, and services after the release of home, which brings the schema up to date.
   */
  private follow(home: RegionStacks): void {
    home.data.addStackDependency(this.net);
    this.data.addStackDependency(home.data);
    this.shards.forEach((shard, index) => shard.addStackDependency(home.shards[index]));
    this.svc.addStackDependency(home.svc);
  }

  private bind(service: IBindableService, bindings?: IServiceBinding[]): void {
    const { database, cache, objects } = this.data;
    const shared = [database, ...(cache ? [cache] : []), objects, this.sessions];
    const asked = bindings?.map((binding) => this.counterpart(binding));
    (asked ?? shared)
      .map((binding) => (binding === database ? (this.data.shards ?? binding) : binding))
      .forEach((binding) => binding.bindToService(service));
  }

  /** What services can be bound to, in the same order in every region. */
  private bindings(): IServiceBinding[] {
    const { database, cache, objects } = this.data;
    return [database, ...(cache ? [cache] : []), objects, ...[...this.workers.values()].map(({ queue }) => queue)];
  }

  private variables(): Map<string, string[]> {
    const workers = [...this.workers].map(([id, { service }]): [string, string[]] => [id, service._variableNames]);
    const web = [...this.webServices].map(([id, service]): [string, string[]] => [id, service._variableNames]);
    return new Map([...web, ...workers]);
  }

  private services(): Map<string, IBindableService> {
    const workers = [...this.workers].map(([id, { service }]): [string, IBindableService] => [id, service]);
    return new Map<string, IBindableService>([...this.webServices, ...workers]);
  }
}

function aloneRule(id: string, name: string, region: string): Rule {
  return `${name} of ${id} must be set in every region, got it in ${region} alone; let a worker be sent to with worker.bindToService(service), and add what else there is to the services of each platform.region(name)`;
}
