import type { DatabaseName, PartName } from './cluster';
import type { ProcessPart } from './part';

export interface Supervised {
  readonly parts: readonly ProcessPart[];
  writer(): DatabaseName;
  /** The databases that may be promoted. */
  replicas(): readonly DatabaseName[];
  promote(): Promise<unknown>;
  /** Whether the writer takes writes. */
  isWriterThere(): Promise<boolean>;
  readonly tell: (text: string) => void;
}

const PERIOD = 250;

/** Seconds until what died is started again: what ECS, ElastiCache and RDS take is longer. */
const RESTART_DELAY = 1;

/** Seconds that the writer must be gone before a replica is promoted. */
const GONE_SECONDS = 3;

/** A writer whose process is there may only be slow, as a machine is that does too much: it is given more time. */
const SLOW_SECONDS = 8;

/** What ECS, ElastiCache and RDS do: it starts again what died, and promotes a replica when the writer is gone. */
export class Supervisor {
  private timer?: NodeJS.Timeout;
  private writerSeen = Date.now();
  private turn: Promise<void> = Promise.resolve();
  private busy = false;

  public constructor(private readonly supervised: Supervised) {}

  public start(): void {
    this.writerSeen = Date.now();
    this.timer = setInterval(() => {
      if (this.busy) return;
      this.busy = true;
      this.turn = this.look()
        .catch((error: unknown) => this.supervised.tell(String(error)))
        .finally(() => (this.busy = false));
    }, PERIOD);
  }

  /** Ends it, and waits for what it is just doing. */
  public async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.turn;
  }

  private async look(): Promise<void> {
    this.revive();
    const part = this.partOf(this.supervised.writer());
    const isWatched = part?.state !== 'stopped' && part?.state !== 'draining';
    if (!isWatched || (await this.supervised.isWriterThere())) this.writerSeen = Date.now();
    const patience = part?.state === 'running' ? SLOW_SECONDS : GONE_SECONDS;
    if (Date.now() - this.writerSeen < patience * 1000) return;
    this.writerSeen = Date.now();
    if (this.hasReplica()) await this.supervised.promote();
    else await part?.start();
  }

  /** Not waited for: others may be lost meanwhile. */
  private revive(): void {
    const { parts, tell } = this.supervised;
    const due = Date.now() - RESTART_DELAY * 1000;
    for (const part of parts) {
      // The writer comes back as a replica of who was promoted.
      if (part.name === this.supervised.writer() || part.state !== 'gone') continue;
      if (!part.lost || part.lost.stay || part.lost.at > due) continue;
      part.start().catch((error: unknown) => tell(error instanceof Error ? error.message : String(error)));
    }
  }

  private hasReplica(): boolean {
    return this.supervised.replicas().some((name) => this.partOf(name)?.state === 'running');
  }

  private partOf(name: PartName): ProcessPart | undefined {
    return this.supervised.parts.find((part) => part.name === name);
  }
}
