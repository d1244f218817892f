import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { Answer } from './failover';

/** Milliseconds until an attempt to connect is given up: the least that CloudFront can be told. */
const CONNECT_TIMEOUT = 1000;

/** Milliseconds that an origin has to answer. */
const ANSWER_TIMEOUT = 5000;

/** What is asked of a region. */
export interface OriginRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface OriginAnswer extends Answer {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** The way from a place to a region. It can be cut: then nobody answers, which is found out by waiting. */
export class OriginLink {
  private agent = makeAgent();
  private isCut = false;

  /**
   * @param url Where the region is entered.
   * @param milliseconds How much longer an answer takes for the distance.
   */
  public constructor(
    private readonly url: string,
    private readonly milliseconds: number,
  ) {}

  /** What is under way is lost, and nothing comes through. */
  public cut(): void {
    this.isCut = true;
    const { agent } = this;
    this.agent = makeAgent();
    void agent.destroy();
  }

  public mend(): void {
    this.isCut = false;
  }

  public async ask({ method, path, headers, body }: OriginRequest): Promise<OriginAnswer> {
    if (this.isCut) {
      await sleep(CONNECT_TIMEOUT);
      throw new Error(`${this.url} cannot be reached`);
    }
    await sleep(this.milliseconds);
    const { agent } = this;
    const answer = await request(`${this.url}${path}`, {
      method: method as 'GET',
      headers,
      body: body ?? null,
      dispatcher: agent,
    });
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: Buffer.from(await answer.body.arrayBuffer()),
    };
  }

  /** Whether the region says that it is ready. */
  public async isReady(): Promise<boolean> {
    try {
      return (await this.ask({ method: 'GET', path: '/health/ready', headers: {} })).status === 200;
    } catch {
      return false;
    }
  }

  public close(): Promise<void> {
    return this.agent.destroy();
  }
}

function makeAgent(): Agent {
  const timeouts = { headersTimeout: ANSWER_TIMEOUT, bodyTimeout: ANSWER_TIMEOUT };
  return new Agent({ connections: null, connect: { timeout: CONNECT_TIMEOUT }, ...timeouts });
}
