import { Construct } from 'constructs';
import { CacheKind } from './cache-kind';
import { CopiesStack } from './copies-stack';
import { DataStack } from './data-stack';
import { DatabaseEngine } from './database-engine';
import { EdgeStack } from './edge-stack';
import { GlobalStack } from './global-stack';
import type { GrowthStage } from './growth-stage';
import { mergeTasks } from './merge-settings';
import { NetStack } from './net-stack';
import { OpsStack } from './ops-stack';
import type { PlatformProps, PlatformWebServiceOptions, PlatformWorkerOptions } from './platform-props';
import { PlatformRegion } from './platform-region';
import { platformRules } from './platform-rules';
import { copyRegion, settingsOf, stageOf } from './platform-settings';
import type { StageSettings } from './stage-settings';
import { PlatformWorker } from './platform-worker';
import type { PlatformStackProps } from './stack-props';
import { SvcStack } from './svc-stack';
import { announceTokens } from './tokens';
import type { Edge } from '../edge';
import { kebabCase } from '../private/names';
import { check, refuse, shown } from '../private/validate';
import type { IBindableService, IServiceBinding } from '../service';
import type { SessionStore } from '../session';
import type { WebService } from '../web';

/**
 * A whole product on AWS: network, database, cache, sessions, uploads, services, workers and edge.
 *
 * Defines a stack for each tier, so that what changes daily cannot touch what holds data: `Global` (sessions), and for the
 * region `Net` (network, alarm topics), `Data` (database, cache, uploads, queues), `Svc` (cluster, load balancer, services,
 * workers) and `Ops` (dashboard), and `Edge` in us-east-1 (CloudFront). All have termination protection.
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

  /** The store for sessions. */
  public readonly sessions: SessionStore;

  /** The distribution in front of everything. */
  public readonly edge: Edge;

  private readonly settings: StageSettings;
  private readonly net: NetStack;
  private readonly data: DataStack;
  private readonly svc: SvcStack;
  private readonly serviceNames = new Set<string>();

  constructor(scope: Construct, id: string, props: PlatformProps) {
    super(scope, id);
    check(this, ...platformRules(props));

    const { name, account, domain, runbookUrl } = props;
    this.stage = stageOf(props);
    this.settings = settingsOf(props);
    const { nat, zones, waf, originShield } = this.settings;
    const [region = ''] = props.regions;
    const common = { name, region, account, disposable: props.disposable ?? false };
    const home = this.createRegionScope(props.regions);
    const global = new GlobalStack(this, 'Global', common);
    this.net = new NetStack(home, 'Net', { ...common, nat, zones, runbookUrl });
    this.data = this.createData(home, common, props);
    this.svc = new SvcStack(home, 'Svc', { ...common, net: this.net, domain });
    // Services find the session table, the cache and their queues by literal name, which CloudFormation does not order.
    this.svc.addStackDependency(global);
    this.svc.addStackDependency(this.data);
    const ops = new OpsStack(home, 'Ops', common);
    const edge = new EdgeStack(this, 'Edge', {
      ...common,
      loadBalancer: this.svc.loadBalancer,
      domain,
      waf,
      originShield,
      cachedPaths: props.cachedPaths,
      runbookUrl,
    });

    this.name = name;
    this.home = PlatformRegion._of(this.net, this.data, this.svc);
    this.sessions = global.sessions;
    this.edge = edge.edge;
    this.net.monitoring.showOn(ops.dashboard);
    [this.data, this.svc, global].forEach((stack) => stack.monitor(this.net.monitoring));
  }

  /**
   * What the platform has in a region.
   *
   * @param name Name of the region, such as `eu-west-1`.
   */
  public region(name: string): PlatformRegion {
    check(
      this,
      refuse(name !== this.home.name, `region must be one of the platform's, got "${name}"; use ${this.home.name}`),
    );
    return this.home;
  }

  /**
   * Adds a web service behind the load balancer and the distribution. It is bound to the database, the cache, the sessions and
   * the uploads, unless `bindings` says otherwise.
   *
   * @param id Id of the service, in PascalCase. Its name is derived from it and can never change.
   * @param options What it runs, and how it scales.
   */
  public addWebService(id: string, options: PlatformWebServiceOptions): WebService {
    this.claimName(id, options.serviceName);
    const service = this.svc.addWebService(id, mergeTasks(this.settings.webService, options));
    this.bind(service, options.bindings);
    service.monitor(this.net.monitoring);
    return service;
  }

  /**
   * Adds a worker and its queue. How many tasks it has at least is up to the stage, unless `minTasks` says otherwise: with 0, as at
   * LAUNCH, nothing runs and nothing is paid for while there is nothing to do, and the first message waits for up to two minutes. It is
   * bound to the database, the cache, the sessions and the uploads, unless `bindings` says otherwise; bind other services to its queue
   * with `worker.queue.bindToService(service)`.
   *
   * @param id Id of the worker and its queue, in PascalCase. Their names are derived from it and can never change.
   * @param options What it runs, and how it scales.
   */
  public addWorker(id: string, options: PlatformWorkerOptions): PlatformWorker {
    this.claimName(id, options.serviceName);
    const queue = this.data.addQueue(id, {
      queueName: kebabCase(id),
      visibilityTimeout: options.visibilityTimeout,
      maxReceiveCount: options.maxReceiveCount,
    });
    const tasks = mergeTasks(this.settings.worker, options);
    const worker = this.svc.addWorker(id, tasks, queue, this.net.monitoring);
    this.bind(worker, options.bindings);
    queue.monitor(this.net.monitoring);
    worker.monitor(this.net.monitoring);
    return new PlatformWorker(worker, queue);
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

  /** What holds data, and before it the place that its backups are copied to. */
  private createData(home: Construct, common: PlatformStackProps, props: PlatformProps): DataStack {
    const region = copyRegion(props, this.settings);
    const database = props.database ?? DatabaseEngine.auroraPostgres();
    const data = new DataStack(home, 'Data', {
      ...common,
      net: this.net,
      settings: this.settings,
      database,
      cache: props.cache ?? CacheKind.serverless(),
      copyRegion: region,
      browserOrigins: props.browserOrigins,
    });
    if (database._takesPasswordAway(this.settings)) announceTokens(data.database, this.stage);
    if (region !== undefined) {
      data.addStackDependency(new CopiesStack(new Construct(this, region), 'Copies', { ...common, region }));
    }
    return data;
  }

  private bind(service: IBindableService, bindings?: IServiceBinding[]): void {
    const { database, cache, objects } = this.home;
    const shared = [database, ...(cache ? [cache] : []), objects, this.sessions];
    (bindings ?? shared).forEach((binding) => binding.bindToService(service));
  }

  private createRegionScope(regions: string[]): Construct {
    const [scope] = regions.map((region) => new Construct(this, region));
    return scope ?? this;
  }
}
