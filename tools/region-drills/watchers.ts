import { setTimeout as sleep } from 'node:timers/promises';
import type { GlobalDatabase } from './global-database';
import type { LagSample } from './judge/loss';
import type { Trial } from './judge/trials';
import { HEAD, type Site } from './regions';
import { lagSeconds } from './replication';

/** Milliseconds between two attempts to write, and between two questions for the lag. */
const PERIOD = 250;

const TABLE = 'CREATE TABLE drill_trials (region text NOT NULL, at timestamptz NOT NULL DEFAULT now())';
const TRIAL = 'INSERT INTO drill_trials (region) VALUES ($1)';

/** Tries to write to every region's database, all the time, and asks the writer how far the other region is behind. */
export class Watchers {
  public readonly trials: Trial[] = [];
  public readonly lags: LagSample[] = [];
  private isOpen = true;
  private readonly loops: Promise<void>[] = [];

  public constructor(
    private readonly sites: readonly Site[],
    private readonly database: GlobalDatabase,
  ) {}

  public async start(): Promise<void> {
    await this.writer().cluster.sql(HEAD, TABLE);
    this.loops.push(...this.sites.map((site) => this.repeat(() => this.attempt(site))));
    this.loops.push(this.repeat(() => this.ask()));
  }

  public async stop(): Promise<void> {
    this.isOpen = false;
    await Promise.all(this.loops);
  }

  private async attempt({ name, cluster }: Site): Promise<void> {
    const began = Date.now();
    const acknowledged = await cluster.sql(HEAD, TRIAL, [name]).then(
      () => true,
      () => false,
    );
    this.trials.push({ region: name, began, ended: Date.now(), acknowledged });
  }

  private async ask(): Promise<void> {
    const seconds = await lagSeconds(this.writer().cluster).catch(() => undefined);
    if (seconds !== undefined) this.lags.push({ at: Date.now(), seconds });
  }

  private async repeat(act: () => Promise<void>): Promise<void> {
    while (this.isOpen) {
      await act();
      await sleep(PERIOD);
    }
  }

  private writer(): Site {
    const { writer } = this.database;
    return this.sites.find(({ name }) => name === writer) ?? this.sites[0];
  }
}
