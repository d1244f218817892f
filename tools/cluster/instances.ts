import { setTimeout as sleep } from 'node:timers/promises';
import type { PartName } from './cluster';
import type { Runtime } from './engines/haproxy';
import type { PartKind, ProcessPart } from './part';
import { HOST } from './process/ports';
import { Fatal, until } from './process/until';
import type { Running } from './process/workshop';

/** Both slots of a web instance: the version that is there, and the one that replaces it. */
export type Slots = readonly [string, string];

/** Starts a process of a version. */
export type Launch = (port: number, version: string) => Running;

/** A web instance: a process before which the load balancer stands. */
export class WebInstance implements PartKind {
  public readonly stopSeconds = 15;
  public version = '1';
  private slot = 0;

  public constructor(
    public readonly name: PartName,
    private readonly ports: readonly [number, number],
    private readonly balancer: Runtime,
    private readonly start: Launch,
  ) {}

  /** Servers of the load balancer for an instance. */
  public static slotsOf(name: PartName): Slots {
    return [`${name}a`, `${name}b`];
  }

  public get port(): number {
    return this.ports[this.slot];
  }

  public get server(): string {
    return WebInstance.slotsOf(this.name)[this.slot];
  }

  public launch(): Running {
    return this.start(this.port, this.version);
  }

  /** It says that it is ready, and the load balancer has seen it. */
  public async working(running: Running): Promise<void> {
    const url = `http://${HOST}:${this.port}/health/ready`;
    await until(`readiness of ${this.name}`, 60, async () => {
      if (running.hasEnded) throw new Fatal(`${this.name} does not start:\n${running.lastWords()}`);
      return (await fetch(url, { signal: AbortSignal.timeout(1000) })).ok;
    });
    await this.balancer.ready(this.server).catch(() => {});
    await this.isServed().catch(() => {});
  }

  public async leave(): Promise<void> {
    await this.left(this.server);
  }

  /** A process of another version takes its place: it serves before the one before it goes. */
  public async replace(part: ProcessPart, version: string): Promise<void> {
    const before = this.server;
    this.slot = 1 - this.slot;
    this.version = version;
    const running = this.launch();
    await this.working(running);
    const old = part.adopt(running);
    await this.left(before);
    await old?.endPolitely('SIGTERM', this.stopSeconds);
  }

  private async isServed(): Promise<void> {
    await until(`health of ${this.server}`, 10, async () => {
      const servers = await this.balancer.servers();
      return servers.get(this.server)?.state.startsWith('UP') === true;
    });
  }

  /** Nothing new is sent to it, and what is open is answered. */
  private async left(server: string): Promise<void> {
    try {
      await this.balancer.drain(server);
      await until(
        `the last answer of ${server}`,
        10,
        async () => (await this.balancer.servers()).get(server)?.sessions === 0,
      );
      // A request may be on its way on a connection that is kept.
      await sleep(100);
    } catch {
      // Without a load balancer nothing is sent to it at all.
    }
  }
}

/** A worker: a process that asks for its work. */
export class WorkerInstance implements PartKind {
  public readonly stopSeconds = 15;
  public version = '1';

  public constructor(
    public readonly name: PartName,
    private readonly start: (version: string) => Running,
  ) {}

  public launch(): Running {
    return this.start(this.version);
  }

  /** It has no port to ask: what is wrong with its settings shows within half a second. */
  public async working(running: Running): Promise<void> {
    await Promise.race([sleep(500), running.ended]);
    if (running.hasEnded) throw new Error(`${this.name} does not start:\n${running.lastWords()}`);
  }

  public async replace(part: ProcessPart, version: string): Promise<void> {
    this.version = version;
    const running = this.launch();
    await this.working(running);
    await part.adopt(running)?.endPolitely('SIGTERM', this.stopSeconds);
  }
}
