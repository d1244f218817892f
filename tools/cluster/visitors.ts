import { randomUUID } from 'node:crypto';

/** A photo of one pixel: what it is made for is the system around it. */
export const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const PEOPLE = 4;

/** One of so many visits posts a photo, the others read a feed. */
const VISITS_A_POST = 5;

/** Made-up people that keep the charts of the page moving. They measure nothing: that is what the drills do. */
export class Visitors {
  private timer?: NodeJS.Timeout;
  private readonly tokens = new Map<string, string>();

  public constructor(
    private readonly url: string,
    private readonly perSecond: number,
  ) {}

  public start(): void {
    if (this.perSecond <= 0) return;
    let visits = 0;
    this.timer = setInterval(() => {
      visits++;
      // What fails is shown by the page.
      this.visit(`visitor-${visits % PEOPLE}`, visits % VISITS_A_POST === 0).catch(() => {});
    }, 1000 / this.perSecond);
  }

  public stop(): void {
    clearInterval(this.timer);
  }

  private async visit(name: string, isPost: boolean): Promise<void> {
    const token = this.tokens.get(name);
    if (token === undefined) return this.signIn(name);
    if (token === '') return;
    const authorization = `Bearer ${token}`;
    const answer = isPost
      ? await this.ask('/photos?caption=hello', {
          method: 'POST',
          headers: { authorization, 'content-type': 'image/png', 'idempotency-key': randomUUID() },
          body: PHOTO,
        })
      : await this.ask(`/feeds/${name}`, { headers: { authorization } });
    if (answer.status === 401) this.tokens.delete(name);
  }

  private async signIn(name: string): Promise<void> {
    // Nobody else signs in meanwhile: it is work.
    this.tokens.set(name, '');
    try {
      const body = JSON.stringify({ name, password: `password of ${name}` });
      const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
      await this.ask('/users', request);
      const { token } = (await (await fetch(`${this.url}/sessions`, request)).json()) as { token?: string };
      if (token === undefined) this.tokens.delete(name);
      else this.tokens.set(name, token);
    } catch (error) {
      this.tokens.delete(name);
      throw error;
    }
  }

  private async ask(path: string, init: RequestInit): Promise<Response> {
    const answer = await fetch(`${this.url}${path}`, { ...init, signal: AbortSignal.timeout(10_000) });
    await answer.arrayBuffer();
    return answer;
  }
}
