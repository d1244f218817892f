import type { WorkQueue } from '../queue';
import type { WorkerService } from '../worker';

/** A worker of a platform, and the queue it consumes. */
export class PlatformWorker {
  /** The worker. */
  public readonly service: WorkerService;

  /** Its queue: bind the services to it that send. */
  public readonly queue: WorkQueue;

  /** @internal */
  public constructor(service: WorkerService, queue: WorkQueue) {
    this.service = service;
    this.queue = queue;
  }
}
