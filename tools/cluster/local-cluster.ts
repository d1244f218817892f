import type { Client } from 'pg';
import { postgresPrograms } from '../support/postgres-programs';
import type { Cluster, ClusterOptions, ClusterStatus, DatabaseName, Endpoints, PartName, Programs } from './cluster';
import { Databases, secret } from './engines/databases';
import { Runtime } from './engines/haproxy';
import { Parameters } from './engines/parameters';
import type { Row } from './engines/postgres-server';
import { Traffic } from './engines/traffic';
import { endpointsOf } from './endpoints';
import { engineParts, socketOf, type EngineGround } from './engine-parts';
import { Events } from './events';
import { Fleet } from './fleet';
import { makeLayout } from './layout';
import { ProcessPart } from './part';
import { Workshop } from './process/workshop';
import { findPrograms } from './programs';
import { LocalRegion } from './region';
import * as service from './service-environment';
import { builtService } from './service-programs';
import { StatusReader } from './status';
import { Supervisor } from './supervisor';
import { WriterProbe } from './writer-probe';

/** What a cluster is made of, before anything runs. */
interface Ground extends EngineGround {
  readonly programs: Programs;
}

/** The system on this machine: its parts, in the order in which they are started. */
export class LocalCluster implements Cluster {
  public readonly url: string;
  public readonly endpoints: Endpoints;
  public readonly parts: readonly ProcessPart[];
  public readonly region: LocalRegion;
  private readonly workshop: Workshop;
  private readonly databases: Databases;
  private readonly fleet: Fleet;
  private readonly endpoint: Runtime;
  private readonly balancer: Runtime;
  private readonly parameters: Parameters;
  private readonly ports: service.Ports;
  private readonly supervisor: Supervisor;
  private readonly probe: WriterProbe;
  private readonly statusReader: StatusReader;
  private promoting?: Promise<DatabaseName>;
  private ending?: Promise<void>;

  private constructor(
    private readonly ground: Ground,
    private readonly traffic: Traffic,
    private readonly events: Events,
    { synchronous = true, region }: ClusterOptions,
  ) {
    const { workshop, layout } = ground;
    this.workshop = workshop;
    this.balancer = new Runtime(socketOf(workshop, 'balancer'));
    this.endpoint = new Runtime(socketOf(workshop, 'endpoint'));
    const secrets = region?.secrets ?? { administrator: secret(), service: secret(), tokens: secret() };
    this.databases = new Databases({
      workshop,
      programs: postgresPrograms(workshop.folder),
      ports: layout.databases,
      synchronous,
      endpointPort: layout.endpoint,
      secrets,
      upstream: region?.upstream,
    });
    const readers = () =>
      this.databases.othersThan(this.writer()).map((name) => ({ name, port: this.databases.server(name).port }));
    this.ports = { ...layout, writer: layout.endpoint, readers };
    this.parameters = new Parameters(() => service.topologyEntries(this.ports));
    this.endpoints = endpointsOf(layout);
    this.url = this.endpoints.cdn;
    const { jobsQueueUrl } = this.endpoints;
    this.fleet = new Fleet({
      ...ground,
      balancer: this.balancer,
      databases: this.databases,
      ports: this.ports,
      jobsQueueUrl,
      tokenSecret: secrets.tokens,
    });
    this.parts = [...engineParts(ground, this.databases), ...this.fleet.instances].map(
      (kind) => new ProcessPart(kind, events.add),
    );
    this.probe = new WriterProbe(this.databases);
    this.supervisor = new Supervisor({
      parts: this.parts,
      writer: () => this.writer(),
      replicas: () => (region ? [] : this.databases.othersThan(this.writer())),
      promote: () => this.promote(),
      isWriterThere: () => this.isWriterThere(),
      tell: events.add,
    });
    this.region = new LocalRegion({
      databases: this.databases,
      supervisor: this.supervisor,
      parts: this.parts,
      tell: events.add,
      start: () => this.startAll(),
    });
    const { parts, databases, balancer, endpoints } = this;
    const { instances } = this.fleet;
    this.statusReader = new StatusReader({ parts, databases, balancer, instances, endpoints, traffic, events });
  }

  public static async make(options: ClusterOptions): Promise<LocalCluster> {
    const engines = findPrograms();
    const programs = options.programs ?? (await builtService());
    const layout = await makeLayout(options.size);
    const traffic = new Traffic();
    const logPort = await traffic.listen();
    const ground = { workshop: new Workshop(), engines, programs, layout, logPort };
    return new LocalCluster(ground, traffic, new Events(options.log), options);
  }

  public async start(): Promise<void> {
    await this.parameters.listen(this.ground.layout.parameters);
    await this.startAll();
  }

  public part(name: PartName): ProcessPart {
    const part = this.parts.find((candidate) => candidate.name === name);
    if (!part) throw new Error(`the part must be one of ${this.parts.map((one) => one.name).join(', ')}, got ${name}`);
    return part;
  }

  public writer(): DatabaseName {
    return this.databases.writer;
  }

  public sql(on: DatabaseName | 'writer', text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.databases.sql(on, text, values);
  }

  public async lag(replica: DatabaseName, seconds: number): Promise<void> {
    if (replica === this.writer())
      throw new Error(`the replica must follow the writer, got ${replica}, which is the writer`);
    await this.databases.setDelay(replica, seconds);
    this.events.add(seconds > 0 ? `${replica} lags by ${seconds} seconds` : `${replica} lags no more`);
  }

  public async setSynchronous(synchronous: boolean): Promise<void> {
    await this.databases.setSynchronous(synchronous);
    this.events.add(synchronous ? 'commits wait for a replica' : 'commits wait for no replica');
  }

  public promote(): Promise<DatabaseName> {
    this.promoting ??= this.promoteOnce().finally(() => (this.promoting = undefined));
    return this.promoting;
  }

  public async roll(version: string): Promise<void> {
    this.events.add(`version ${version} is rolled out`);
    await this.fleet.roll(version, (name) => this.part(name));
    this.events.add(`version ${version} is everywhere`);
  }

  public async rotatePassword(): Promise<void> {
    await this.databases.rotate();
    this.events.add(`the password of ${this.databases.credentials.user} is new`);
    await this.roll(this.fleet.instances[0].version);
  }

  public async fillConnections(): Promise<() => Promise<void>> {
    const taken: Client[] = [];
    for (;;) {
      try {
        taken.push(await this.databases.connectAsService());
      } catch {
        break;
      }
    }
    this.events.add(`${taken.length} connections of the writer are taken`);
    return async () => {
      await Promise.all(taken.map((client) => client.end().catch(() => {})));
      this.events.add('the connections are given back');
    };
  }

  public async restartAll(): Promise<void> {
    await this.supervisor.stop();
    this.events.add('everything is restarted');
    const outside = ['cdn', 'balancer', ...this.instanceNames] as const;
    for (const names of [outside, ['endpoint', 'cache', 'sessions'], this.databases.names] as const) {
      await Promise.all(names.map((name) => this.part(name).stop()));
    }
    await this.part(this.writer()).start();
    await Promise.all(this.databases.othersThan(this.writer()).map((name) => this.part(name).start()));
    await Promise.all((['endpoint', 'cache', 'sessions', 'balancer'] as const).map((name) => this.part(name).start()));
    await Promise.all(this.instanceNames.map((name) => this.part(name).start()));
    await this.part('cdn').start();
    this.supervisor.start();
  }

  public status(): Promise<ClusterStatus> {
    return this.statusReader.read();
  }

  public stop(): Promise<void> {
    this.ending ??= this.end();
    return this.ending;
  }

  private async end(): Promise<void> {
    await this.supervisor.stop();
    this.probe.close();
    this.events.close();
    await this.workshop.close();
    this.parameters.close();
    this.traffic.close();
    this.statusReader.close();
  }

  private get instanceNames(): PartName[] {
    return this.fleet.instances.map(({ name }) => name);
  }

  private async startAll(): Promise<void> {
    await Promise.all([
      this.startDatabases(),
      ...(['cache', 'queues', 'sessions', 'balancer', 'endpoint', 'cdn'] as const).map((name) =>
        this.part(name).start(),
      ),
    ]);
    // What a region follows is migrated already.
    if (!this.databases.upstream) await this.migrate();
    await Promise.all(this.instanceNames.map((name) => this.part(name).start()));
    this.supervisor.start();
  }

  private async migrate(): Promise<void> {
    const { programs, layout } = this.ground;
    if (programs.migrate === undefined) return;
    const [[name, [port]]] = layout.web;
    const environment = this.fleet.environmentOf(name, port);
    await this.workshop.run('migrate', { program: process.execPath, args: [programs.migrate], environment });
    this.events.add('migrated');
  }

  private async startDatabases(): Promise<void> {
    const writer = this.part(this.writer());
    if (!this.databases.upstream) await this.databases.server(this.writer()).make();
    await writer.start();
    if (!this.databases.upstream) await this.databases.prepareWriter();
    await Promise.all(this.databases.othersThan(this.writer()).map((name) => this.part(name).start()));
  }

  private async promoteOnce(): Promise<DatabaseName> {
    const old = this.writer();
    const part = this.part(old);
    // Whatever it still does after another one takes writes would be lost.
    await part.kill({ stay: part.lost?.stay ?? false });
    const chosen = await this.databases.mostAdvanced();
    await this.databases.promote(chosen);
    await this.endpoint.move(this.databases.othersThan(chosen), chosen);
    this.events.add(`${chosen} is the writer, after ${old}`);
    return chosen;
  }

  private async isWriterThere(): Promise<boolean> {
    return this.part(this.writer()).state === 'running' && (await this.probe.answers());
  }
}
