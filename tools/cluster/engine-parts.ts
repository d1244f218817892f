import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Databases } from './engines/databases';
import { balancerConfiguration, endpointConfiguration } from './engines/haproxy';
import { cdnConfiguration } from './engines/nginx';
import { WebInstance } from './instances';
import type { Layout } from './layout';
import type { PartKind } from './part';
import * as kinds from './part-kinds';
import type { Command, Workshop } from './process/workshop';
import type { EnginePrograms } from './programs';

export interface EngineGround {
  readonly workshop: Workshop;
  readonly engines: EnginePrograms;
  readonly layout: Layout;
  /** Where the caching proxy tells of requests. */
  readonly logPort: number;
}

/** Everything but the service itself. */
export function engineParts(ground: EngineGround, databases: Databases): PartKind[] {
  const { workshop, engines, layout } = ground;
  return [
    ...databases.names.map((name) => kinds.database(databases, name)),
    kinds.listener(workshop, 'cache', layout.cache, () => kinds.cacheCommand(workshop, engines.redis, layout.cache)),
    kinds.listener(workshop, 'queues', layout.queues, () => kinds.queuesCommand(layout.queues)),
    kinds.listener(workshop, 'sessions', layout.sessions, () => kinds.sessionsCommand(workshop, layout.sessions), {
      prepare: () => kinds.makeSessionTable(layout.sessions),
    }),
    kinds.listener(workshop, 'balancer', layout.balancer, () => balancerCommand(ground)),
    kinds.listener(workshop, 'endpoint', layout.endpoint, () => endpointCommand(ground, databases.writer)),
    kinds.listener(workshop, 'cdn', layout.cdn, cdnCommand(ground), { stopSignal: 'SIGQUIT' }),
  ];
}

/** Sockets through which the two processes of HAProxy are told. */
export function socketOf(workshop: Workshop, name: 'balancer' | 'endpoint'): string {
  return join(workshop.folder, `${name}.sock`);
}

function balancerCommand({ workshop, engines, layout }: EngineGround): Command {
  const instances = [...layout.web].flatMap(([name, ports]) =>
    WebInstance.slotsOf(name).map((slot, which) => ({ name: slot, port: ports[which] })),
  );
  const text = balancerConfiguration(layout.balancer, socketOf(workshop, 'balancer'), instances);
  return { program: engines.haproxy, args: ['-db', '-f', kinds.configured(workshop, 'balancer.cfg', text)] };
}

function endpointCommand({ workshop, engines, layout }: EngineGround, writer: string): Command {
  const databases = [...layout.databases].map(([name, port]) => ({ name, port }));
  const text = endpointConfiguration(layout.endpoint, socketOf(workshop, 'endpoint'), databases, writer);
  return { program: engines.haproxy, args: ['-db', '-f', kinds.configured(workshop, 'endpoint.cfg', text)] };
}

function cdnCommand({ workshop, engines, layout, logPort }: EngineGround): () => Command {
  const folder = join(workshop.folder, 'cdn');
  mkdirSync(folder);
  const text = cdnConfiguration({ folder, port: layout.cdn, origin: layout.balancer, logPort });
  return () => ({
    program: engines.nginx,
    args: ['-e', 'stderr', '-p', folder, '-c', kinds.configured(workshop, 'nginx.conf', text)],
  });
}
