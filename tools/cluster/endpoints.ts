import type { Endpoints } from './cluster';
import type { Layout } from './layout';
import { HOST } from './process/ports';
import * as service from './service-environment';

/** Where the parts of a layout are. */
export function endpointsOf(layout: Layout): Endpoints {
  const at = (port: number) => `http://${HOST}:${port}`;
  const queue = (name: string) => `${at(layout.queues)}/000000000000/${name}`;
  return {
    cdn: at(layout.cdn),
    balancer: at(layout.balancer),
    writer: { host: HOST, port: layout.endpoint },
    cache: { host: HOST, port: layout.cache },
    queues: at(layout.queues),
    sessions: at(layout.sessions),
    parameters: at(layout.parameters),
    jobsQueueUrl: queue(service.JOBS_QUEUE),
    deadLetterQueueUrl: queue(service.DEAD_LETTER_QUEUE),
    bucket: service.BUCKET,
  };
}
