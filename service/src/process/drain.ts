import type { Logger } from 'pino';

/** How a process goes away. */
export interface DrainOptions {
  readonly log: Logger;
  /** Called at once: what sends work here learns that it should stop. */
  readonly refuse: () => void;
  /** Milliseconds until whatever sends work has noticed. */
  readonly delay: number;
  /** Finishes what is under way, and lets go of everything. */
  readonly close: () => Promise<void>;
  /** Ends the process. */
  readonly exit: (code: number) => void;
}

/** Milliseconds that finishing may take. ECS kills a container that is still there after its stop timeout. */
export const CLOSE_TIMEOUT = 40_000;

/**
 * Goes away without an error for anybody: readiness fails first, then the load balancer has time to notice while requests are still
 * answered, then what is under way is finished. A second signal changes nothing.
 */
export class Drain {
  private started?: Promise<void>;

  constructor(private readonly options: DrainOptions) {}

  /** Starts with SIGTERM, which ECS sends, and with Ctrl-C. */
  public listen(): this {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void this.start(signal));
    return this;
  }

  public start(reason: string): Promise<void> {
    return (this.started ??= this.run(reason));
  }

  private async run(reason: string): Promise<void> {
    const { log, refuse, delay, close, exit } = this.options;
    log.info({ reason, delay }, 'draining');
    refuse();
    await new Promise((resolve) => setTimeout(resolve, delay));
    const closed = await Promise.race([
      close().then(
        () => true,
        (error: unknown) => failed(log, error),
      ),
      timeout(),
    ]);
    log.info({ closed }, 'drained');
    exit(closed ? 0 : 1);
  }
}

function failed(log: Logger, error: unknown): boolean {
  log.error({ err: error }, 'something could not be closed');
  return false;
}

function timeout(): Promise<boolean> {
  return new Promise((resolve) => setTimeout(() => resolve(false), CLOSE_TIMEOUT).unref());
}
