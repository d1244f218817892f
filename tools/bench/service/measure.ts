import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../../cluster';
import { HOST } from '../../cluster/process/ports';
import type { Person } from '../../drills/load/plan';
import { progress } from '../../support/progress';
import { Child } from './child';
import { cpuMilliseconds } from './cpu-time';
import type { Figures, Overhead, RequestFigures } from './figures';
import type { Load } from './load';
import { CLIENTS, PER_INSTANCE, POSTS, type Kind, type Lengths } from './plan';
import type { Replicas } from './bare-process';
import { latency, median, type Latency } from './statistics';

/** Seconds until jobs have to be done. */
const PATIENCE = 60;

const DATABASE = 'service';

interface Process {
  readonly url: string;
  readonly pid: number;
}

/** Measures a cluster, one thing after another. */
export class Measurement {
  public constructor(
    private readonly cluster: Cluster,
    private readonly people: readonly Person[],
    private readonly load: Load,
    private readonly lengths: Lengths,
  ) {}

  public async run(): Promise<Figures> {
    await this.fill();
    const instances = await this.instances();
    const cached = await this.requests('feed, cached', 'cached');
    const replica = await this.requests('feed, replica', 'database');
    const overhead = await this.overhead(instances[0]);
    const cpu = await this.cpu(instances);
    await this.settled();
    const processed = await this.processing();
    const post = await this.requests('post', 'post');
    await this.settled();
    // Without replicas no commit comes to an end: what writes is measured before.
    await Promise.all([this.cluster.part('replica-1').stop(), this.cluster.part('replica-2').stop()]);
    const primary = await this.requests('feed, primary', 'database');
    const { requests: made, failures } = this.load;
    return { requests: [cached, replica, primary, post], cpu, overhead, processed, made, failures };
  }

  /** Feeds become full, and programs warm. */
  private async fill(): Promise<void> {
    const { warmUp: seconds } = this.lengths;
    await this.ask('post', seconds, { clients: CLIENTS });
    await this.ask('mix', seconds, { clients: CLIENTS });
    await this.settled();
    progress('warmed up');
  }

  private ask(kind: Kind, seconds: number, load: { clients: number } | { perSecond: number }, to?: readonly Process[]) {
    const urls = to?.map(({ url }) => url) ?? [this.cluster.url];
    return this.load.run({ urls, people: this.people, kind, seconds, load });
  }

  private async requests(name: string, kind: Kind): Promise<RequestFigures> {
    const { closed, open } = this.lengths;
    const { milliseconds, seconds } = await this.ask(kind, closed, { clients: CLIENTS });
    const perSecond = milliseconds.length / seconds;
    if (kind === 'post') await this.settled();
    const result = await this.ask(kind, open, { perSecond: perSecond / 2 });
    const figures = { name, perSecond, latency: latency(result.milliseconds) };
    progress(`${name}: ${perSecond.toFixed(0)} a second, p99 ${figures.latency.p99.toFixed(1)} ms at half of that`);
    return figures;
  }

  private async instances(): Promise<Process[]> {
    const { parts } = await this.cluster.status();
    return parts
      .filter(({ name }) => name.startsWith('web-'))
      .map(({ name, pid, port }) => {
        if (pid === undefined || port === undefined) throw new Error(`${name} does not run`);
        return { pid, url: `http://${HOST}:${port}` };
      });
  }

  /** CPU time of a request with 1, 2 and 3 of the instances: up and down, so that what changes with time cancels out. */
  private async cpu(instances: readonly Process[]): Promise<number[]> {
    const numbers = instances.map((_, index) => index + 1);
    const found = numbers.map((): number[] => []);
    for (let repetition = 0; repetition < this.lengths.repetitions; repetition++) {
      for (const number of repetition % 2 === 0 ? numbers : [...numbers].reverse()) {
        // Others have their turn, so that it is not always the same process.
        const asked = numbers.slice(0, number).map((one) => instances[(one + repetition) % instances.length]);
        found[number - 1].push((await this.cpuOf(asked, 'mix', { perSecond: number * PER_INSTANCE })).cpu);
      }
    }
    const each = found.map(median);
    progress(`CPU of a request with 1, 2 and 3 instances: ${each.map((one) => one.toFixed(2)).join(', ')} ms`);
    return each;
  }

  /** CPU time of a request in those processes that are asked, and the rate. */
  private async cpuOf(asked: readonly Process[], kind: Kind, load: { clients: number } | { perSecond: number }) {
    const pids = asked.map(({ pid }) => pid);
    const before = await cpuMilliseconds(pids);
    const { milliseconds, seconds } = await this.ask(kind, this.lengths.round, load, asked);
    const used = (await cpuMilliseconds(pids)) - before;
    return { cpu: used / milliseconds.length, perSecond: milliseconds.length / seconds };
  }

  /** The service and a bare handler in turn: what disturbs one disturbs the other. */
  private async overhead(service: Process): Promise<Overhead> {
    const child = new Child('bare-process.ts');
    try {
      const { port } = await child.ask<{ port: number }>(await this.replicas());
      const subjects = { service, bare: { pid: child.pid, url: `http://${HOST}:${port}` } };
      const found = { service: [] as Overhead['cpu'][], rates: [] as Overhead['cpu'][] };
      // The first round makes the bare handler warm.
      for (let repetition = 0; repetition <= this.lengths.repetitions; repetition++) {
        const one = await this.cpuOf([subjects.service], 'database', { clients: CLIENTS });
        const other = await this.cpuOf([subjects.bare], 'database', { clients: CLIENTS });
        if (repetition === 0) continue;
        found.service.push({ service: one.cpu, bare: other.cpu });
        found.rates.push({ service: one.perSecond, bare: other.perSecond });
      }
      const overhead = { cpu: medians(found.service), perSecond: medians(found.rates) };
      progress(`${(overhead.cpu.service / overhead.cpu.bare).toFixed(2)} times the CPU of a bare handler`);
      return overhead;
    } finally {
      child.end();
    }
  }

  /** A user that may only read, for the bare handler. */
  private async replicas(): Promise<Replicas> {
    const [user, password] = ['bare', 'bare'];
    await this.cluster.sql('writer', `CREATE ROLE ${user} LOGIN PASSWORD '${password}' IN ROLE pg_read_all_data`);
    const ports = (['replica-1', 'replica-2'] as const).map((name) => {
      const { address } = this.cluster.part(name);
      if (!address) throw new Error(`${name} has no address`);
      return address.port;
    });
    return { user, password, database: DATABASE, ports };
  }

  /** Time from POST until the worker has written the thumbnail down. Clients and database have one clock. */
  private async processing(): Promise<Latency> {
    const [{ since }] = await this.cluster.sql('writer', 'SELECT clock_timestamp()::text AS since');
    const { milliseconds } = await this.ask('post', this.lengths.processing, { perSecond: POSTS });
    await this.settled();
    const rows = await this.cluster.sql(
      'writer',
      `SELECT extract(epoch FROM t.made_at)::float8 * 1000 - p.caption::float8 AS milliseconds
       FROM photos p JOIN thumbnails t ON t.photo = p.id WHERE p.posted_at > $1::timestamptz`,
      [since],
    );
    if (rows.length !== milliseconds.length)
      throw new Error(`${milliseconds.length} photos are posted, and ${rows.length} processed`);
    const figures = latency(rows.map((row) => Number(row.milliseconds)));
    progress(`post until processed: p50 ${figures.p50.toFixed(0)} ms, p99 ${figures.p99.toFixed(0)} ms`);
    return figures;
  }

  /** Waits until every job is done: workers would take the time of what is measured. */
  private async settled(): Promise<void> {
    const end = Date.now() + PATIENCE * 1000;
    for (;;) {
      const [row] = await this.cluster.sql('writer', 'SELECT count(*)::int AS open FROM photos WHERE processed = 0');
      if (row.open === 0) return;
      if (Date.now() > end) throw new Error(`${String(row.open)} photos are not processed after ${PATIENCE} s`);
      await sleep(250);
    }
  }
}

function medians(pairs: readonly Overhead['cpu'][]): Overhead['cpu'] {
  return { service: median(pairs.map(({ service }) => service)), bare: median(pairs.map(({ bare }) => bare)) };
}
