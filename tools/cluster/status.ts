import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { within } from '../../runtime/support/within';
import type { ClusterStatus, Endpoints, PartStatus } from './cluster';
import { unreachable, type Databases } from './engines/databases';
import type { Runtime } from './engines/haproxy';
import type { Traffic } from './engines/traffic';
import type { Events } from './events';
import { WebInstance, type WorkerInstance } from './instances';
import type { ProcessPart } from './part';
import { CREDENTIALS, REGION } from './service-environment';

export interface StatusSources {
  readonly parts: readonly ProcessPart[];
  readonly databases: Databases;
  readonly balancer: Runtime;
  readonly instances: readonly (WebInstance | WorkerInstance)[];
  readonly endpoints: Endpoints;
  readonly traffic: Traffic;
  readonly events: Events;
}

/** Asks the parts how they are. What does not answer is absent. */
export class StatusReader {
  private readonly queues: SQSClient;
  private lookups = { hits: 0, misses: 0 };

  public constructor(private readonly sources: StatusSources) {
    this.queues = new SQSClient({
      endpoint: sources.endpoints.queues,
      region: REGION,
      credentials: CREDENTIALS,
      maxAttempts: 1,
      requestHandler: { requestTimeout: 800, connectionTimeout: 500 },
    });
  }

  public async read(): Promise<ClusterStatus> {
    const { databases, traffic, events } = this.sources;
    const [servers, queue, cache, ...each] = await Promise.all([
      this.sources.balancer.servers().catch(() => undefined),
      this.queue().catch(() => undefined),
      this.cache().catch(() => undefined),
      ...databases.names.map((name) =>
        // What is frozen answers nobody.
        within(1000, `the status of ${name}`, databases.status(name)).catch(() => unreachable(name)),
      ),
    ]);
    return {
      at: Date.now(),
      synchronous: databases.synchronous,
      writer: databases.writer,
      parts: this.sources.parts.map((part) => this.partStatus(part, servers)),
      databases: each,
      traffic: traffic.status(),
      queue,
      cache,
      events: [...events.list],
    };
  }

  public close(): void {
    this.queues.destroy();
  }

  private partStatus(part: ProcessPart, servers?: Awaited<ReturnType<Runtime['servers']>>): PartStatus {
    const { name, state, restarts, running, address } = part;
    const instance = this.sources.instances.find((candidate) => candidate.name === name);
    const server = instance instanceof WebInstance ? servers?.get(instance.server) : undefined;
    return {
      name,
      state,
      restarts,
      version: instance?.version,
      serving: instance instanceof WebInstance ? server?.state.startsWith('UP') === true : undefined,
      port: address?.port,
      pid: running?.hasEnded === false ? running.pid : undefined,
    };
  }

  private async queue(): Promise<{ waiting: number; inFlight: number; dead: number }> {
    const { jobsQueueUrl, deadLetterQueueUrl } = this.sources.endpoints;
    const [jobs, dead] = await Promise.all([jobsQueueUrl, deadLetterQueueUrl].map((url) => this.attributesOf(url)));
    const waiting = Number(jobs.ApproximateNumberOfMessages) + Number(jobs.ApproximateNumberOfMessagesDelayed ?? 0);
    return {
      waiting,
      inFlight: Number(jobs.ApproximateNumberOfMessagesNotVisible),
      dead: Number(dead.ApproximateNumberOfMessages),
    };
  }

  private async attributesOf(url: string): Promise<Record<string, string>> {
    const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
    return (await this.queues.send(command)).Attributes ?? {};
  }

  private async cache(): Promise<ClusterStatus['cache']> {
    const { host, port } = this.sources.endpoints.cache;
    const socket = connect(port, host);
    socket.setTimeout(800, () => socket.destroy(new Error('no answer')));
    socket.end('INFO stats\r\nINFO memory\r\nQUIT\r\n');
    const answer = await text(socket);
    const number = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(answer)?.[1] ?? 0);
    const [hits, misses] = [number('keyspace_hits'), number('keyspace_misses')];
    const before = hits < this.lookups.hits || misses < this.lookups.misses ? { hits: 0, misses: 0 } : this.lookups;
    this.lookups = { hits, misses };
    const [newHits, all] = [hits - before.hits, hits - before.hits + misses - before.misses];
    return {
      hitRate: all > 0 ? newHits / all : undefined,
      usedBytes: number('used_memory'),
      maximumBytes: number('maxmemory'),
    };
  }
}
