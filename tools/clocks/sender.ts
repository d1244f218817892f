import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two looks at the clock. */
const STEP = 50;

/** How the load balancer marks what it passes on. */
const PASSED_ON = { 'x-amzn-trace-id': 'Root=1-67891233-abcdef012345678912345678' };

/** What became of the requests of a sender. */
export interface Tally {
  answered: number;
  failed: number;
}

/** Sends requests at a steady rate, whether they are answered or not, until it is told to stop; then waits for the answers. */
export class Sender {
  public readonly tally: Tally = { answered: 0, failed: 0 };
  // A server that was held closes what seems idle to it for five seconds, with what has come meanwhile: be the first to close.
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64, timeout: 1000 });
  private readonly open = new Set<Promise<void>>();
  private running?: Promise<void>;
  private stopped = false;

  constructor(
    private readonly port: number,
    private readonly ratePerSecond: number,
  ) {}

  public start(): void {
    this.stopped = false;
    this.running = this.run();
  }

  /** Stops; afterwards the tally is final. */
  public async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
    await Promise.all(this.open);
    this.agent.destroy();
  }

  /** Sends one request, counted like the others. */
  public async send(path: string): Promise<void> {
    const answer = this.ask(path);
    this.open.add(answer);
    await answer;
    this.open.delete(answer);
  }

  private async run(): Promise<void> {
    const start = Date.now();
    let sent = 0;
    while (!this.stopped) {
      for (const due = ((Date.now() - start) / 1000) * this.ratePerSecond; sent < due; sent++) void this.send('/');
      await sleep(STEP);
    }
  }

  private ask(path: string): Promise<void> {
    return new Promise((resolve) => {
      const end = (kind: keyof Tally): void => {
        this.tally[kind] += 1;
        resolve();
      };
      const { agent, port } = this;
      get({ host: '127.0.0.1', port, path, agent, headers: PASSED_ON }, (response) => {
        response.resume();
        response.once('end', () => end(response.statusCode === 200 ? 'answered' : 'failed'));
        response.once('error', () => end('failed'));
      }).once('error', () => end('failed'));
    });
  }
}

/** Waits until a port answers to what is no request of a user. */
export async function answering(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const answers = await fetch(`http://127.0.0.1:${port}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answers) return;
    await sleep(50);
  }
  throw new Error(`nothing answers at port ${port}`);
}
