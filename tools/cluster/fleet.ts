import { setTimeout as sleep } from 'node:timers/promises';
import type { PartName, Programs } from './cluster';
import type { Databases } from './engines/databases';
import type { Runtime } from './engines/haproxy';
import { WebInstance, WorkerInstance } from './instances';
import type { Layout } from './layout';
import type { ProcessPart } from './part';
import type { Running, Workshop } from './process/workshop';
import * as service from './service-environment';

/** Milliseconds between one instance and the next. ECS takes tens of seconds for each, in which the one before gets warm. */
const PAUSE = 2000;

/** What instances need. */
export interface FleetOptions {
  readonly workshop: Workshop;
  readonly layout: Layout;
  readonly programs: Programs;
  readonly balancer: Runtime;
  readonly databases: Databases;
  readonly ports: service.Ports;
  readonly jobsQueueUrl: string;
  /** What tokens are signed with. */
  readonly tokenSecret: string;
}

/** The instances of both services, and what they are told. */
export class Fleet {
  public readonly instances: readonly (WebInstance | WorkerInstance)[];

  public constructor(private readonly options: FleetOptions) {
    const { layout, balancer } = options;
    this.instances = [
      ...[...layout.web].map(
        ([name, ports]) => new WebInstance(name, ports, balancer, (port, version) => this.launch(name, version, port)),
      ),
      ...layout.workers.map((name) => new WorkerInstance(name, (version) => this.launch(name, version))),
    ];
  }

  /** Replaces every process. ECS deploys two services side by side, and the tasks of each one after another. */
  public async roll(version: string, partOf: (name: PartName) => ProcessPart): Promise<void> {
    await Promise.all(
      [[...this.options.layout.web.keys()], this.options.layout.workers].map(async (names: readonly PartName[]) => {
        for (const instance of this.instances.filter(({ name }) => names.includes(name))) {
          await instance.replace(partOf(instance.name), version);
          await sleep(PAUSE);
        }
      }),
    );
  }

  public environmentOf(name: PartName, port?: number): Record<string, string> {
    const { ports, databases, jobsQueueUrl, tokenSecret } = this.options;
    const common = { ...service.commonEnvironment(ports, databases.credentials), HOSTNAME: name };
    return port === undefined
      ? { ...common, ...service.workerEnvironment(jobsQueueUrl) }
      : { ...common, ...service.webEnvironment({ port, tokenSecret, jobsQueueUrl }) };
  }

  private launch(name: PartName, version: string, port?: number): Running {
    const { programs, workshop } = this.options;
    const environment = { ...this.environmentOf(name, port), SERVICE_VERSION: version };
    const program = port === undefined ? programs.worker : programs.web;
    return workshop.start(name, { program: process.execPath, args: [program], environment });
  }
}
