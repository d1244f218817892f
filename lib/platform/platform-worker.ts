import { Stack } from 'aws-cdk-lib';
import type { RegionStacks, RegionWorker } from './region-stacks';
import type { WorkQueue } from '../queue';
import type { IBindableService, IServiceBinding } from '../service';
import type { WorkerService } from '../worker';

/** A worker of a platform, and the queue it consumes: in each region one, which has the messages that were sent there. */
export class PlatformWorker implements IServiceBinding {
  /** @internal */
  public static _of(id: string, home: RegionWorker, regions: readonly RegionStacks[]): PlatformWorker {
    return new PlatformWorker(id, home, regions);
  }

  /** The worker at home. */
  public readonly service: WorkerService;

  /** Its queue, at home. */
  public readonly queue: WorkQueue;

  private constructor(
    private readonly id: string,
    home: RegionWorker,
    private readonly regions: readonly RegionStacks[],
  ) {
    this.service = home.service;
    this.queue = home.queue;
  }

  /**
   * Lets a service send messages, to the queue of its own region: a web service or worker of the platform in every region, or one of your
   * own.
   *
   * @param service The service that sends: what `addWebService` returned.
   */
  public bindToService(service: IBindableService): void {
    const { region } = Stack.of(service);
    for (const stacks of this.regions) {
      const own = stacks.counterpartOf(service) ?? (stacks.net.region === region ? service : undefined);
      if (own) this._in(stacks)?.queue.bindToService(own);
    }
  }

  /**
   * The same in another region.
   *
   * @internal
   */
  public _in(stacks: RegionStacks): RegionWorker | undefined {
    return stacks.workers.get(this.id);
  }
}
