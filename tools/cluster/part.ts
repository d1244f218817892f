import type { Part, PartName, PartState } from './cluster';
import { HOST } from './process/ports';
import type { Running } from './process/workshop';

/** What is different from part to part. */
export interface PartKind {
  readonly name: PartName;
  readonly port?: number;
  /** Starts its process. */
  launch(): Promise<Running> | Running;
  /** Waits until it works. */
  working(running: Running): Promise<void>;
  /** Takes it out of service, before it is asked to end. */
  leave?(): Promise<void>;
  readonly stopSignal?: NodeJS.Signals;
  /** Seconds that it has to end by itself. */
  readonly stopSeconds?: number;
}

/** A part of one process and its descendants. */
export class ProcessPart implements Part {
  public restarts = 0;
  /** When it was lost, and whether somebody wants it to stay away. */
  public lost?: { readonly at: number; readonly stay: boolean };
  public running?: Running;
  private current: PartState = 'stopped';
  private starting?: Promise<void>;

  public constructor(
    public readonly kind: PartKind,
    private readonly tell: (text: string) => void,
  ) {}

  public get name(): PartName {
    return this.kind.name;
  }

  public get state(): PartState {
    return this.current;
  }

  public get address(): { host: string; port: number } | undefined {
    return this.kind.port === undefined ? undefined : { host: HOST, port: this.kind.port };
  }

  public async kill({ stay = false }: { readonly stay?: boolean } = {}): Promise<void> {
    const { running } = this;
    if (!running || running.hasEnded) return;
    this.tell(`${this.name} is killed`);
    this.lose(stay);
    running.signal('SIGKILL');
    await running.ended;
  }

  public async stop(): Promise<void> {
    const { running } = this;
    if (this.current === 'stopped') return;
    this.tell(`${this.name} is stopped`);
    this.current = 'draining';
    if (running && !running.hasEnded) {
      await this.kind.leave?.();
      await running.endPolitely(this.kind.stopSignal ?? 'SIGTERM', this.kind.stopSeconds ?? 10);
    }
    this.lost = undefined;
    this.current = 'stopped';
  }

  public freeze(): Promise<void> {
    this.tell(`${this.name} is frozen`);
    this.running?.signal('SIGSTOP');
    this.current = 'frozen';
    return Promise.resolve();
  }

  public resume(): Promise<void> {
    if (this.current !== 'frozen') return Promise.resolve();
    this.tell(`${this.name} is resumed`);
    this.running?.signal('SIGCONT');
    this.current = 'running';
    return Promise.resolve();
  }

  public start(): Promise<void> {
    if (['running', 'frozen', 'draining'].includes(this.current)) return Promise.resolve();
    this.starting ??= this.launch().finally(() => (this.starting = undefined));
    return this.starting;
  }

  public async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Takes over a process that was started beside the one before, which is returned. */
  public adopt(running: Running): Running | undefined {
    const { running: before } = this;
    this.watch(running);
    this.current = 'running';
    return before;
  }

  private async launch(): Promise<void> {
    const isAgain = this.running !== undefined;
    this.lost = undefined;
    this.current = 'starting';
    try {
      const running = await this.kind.launch();
      this.watch(running);
      await this.kind.working(running);
      if (isAgain) this.restarts++;
      // It may have been killed or frozen meanwhile.
      if (this.state === 'starting') this.current = 'running';
      this.tell(`${this.name} works`);
    } catch (error) {
      this.running?.signal('SIGKILL');
      if (this.state !== 'gone') this.lose(false);
      throw error;
    }
  }

  private watch(running: Running): void {
    this.running = running;
    void running.ended.then((how) => {
      if (this.running !== running || ['draining', 'stopped', 'gone'].includes(this.current)) return;
      this.tell(`${this.name} ended with ${how}`);
      this.lose(false);
    });
  }

  private lose(stay: boolean): void {
    this.current = 'gone';
    this.lost = { at: Date.now(), stay };
  }
}
