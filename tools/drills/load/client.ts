import { randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';
import { PHOTO } from '../../cluster/visitors';
import { FEED_LENGTH } from '../../../service/src/data/photos';
import type { Arrival, Outcome, Person, Write } from './plan';

/** Milliseconds until a client gives up. */
const PATIENCE = 10_000;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** What somebody was told about the last thing that they posted. */
interface Posted {
  readonly id: string;
  readonly position: string;
  readonly postedAt: string;
}

type FeedPhoto = Pick<Posted, 'id' | 'postedAt'>;

/** Clients of the service. They remember what they were told, and hold the service to it. */
export class Client {
  // Nobody waits for a connection: that would make the load follow the service.
  private readonly agent = new Agent({ connections: null, headersTimeout: PATIENCE, bodyTimeout: PATIENCE });
  private readonly posted = new Map<string, Posted>();
  /** What each was told to send back, by name. */
  private readonly cookies = new Map<string, string>();

  public constructor(
    private readonly url: string,
    private readonly caption: string,
  ) {}

  /** Makes a request, once. */
  public async make({ kind, person }: Pick<Arrival, 'kind' | 'person'>, at: number): Promise<Outcome> {
    try {
      const found = await this.ask(kind, person);
      return { at, milliseconds: Date.now() - at, kind, ...found };
    } catch (error) {
      return { at, milliseconds: Date.now() - at, kind, error: reasonOf(error) };
    }
  }

  public close(): Promise<void> {
    return this.agent.destroy();
  }

  private ask(kind: Arrival['kind'], person: Person): Promise<Pick<Outcome, 'write' | 'stale'>> {
    const last = this.posted.get(person.name);
    if (kind === 'write') return this.post(person);
    if (kind === 'photo' && last) return this.photo(person, last);
    return this.feed(person, kind === 'own' ? last : undefined);
  }

  private async post(person: Person): Promise<{ write: Write }> {
    const key = randomUUID();
    const headers = { 'content-type': 'image/png', 'idempotency-key': key };
    const answer = await this.send(person, 'POST', `/photos?caption=${this.caption}`, { headers, body: PHOTO }, 201);
    const { id, postedAt } = JSON.parse(answer.text) as FeedPhoto;
    this.posted.set(person.name, { id, postedAt, position: String(answer.headers['x-read-after']) });
    return { write: { id, author: person.name, key } };
  }

  private async feed(person: Person, last: Posted | undefined): Promise<{ stale: boolean }> {
    const headers: Record<string, string> = last ? { 'x-read-after': last.position } : {};
    const { text } = await this.send(person, 'GET', `/feeds/${person.name}`, { headers }, 200);
    const { photos } = JSON.parse(text) as { photos: FeedPhoto[] };
    return { stale: last !== undefined && lacks(photos, last) };
  }

  private async photo({ name, headers: own }: Person, { id, position }: Posted): Promise<object> {
    await this.send({ name, headers: own }, 'GET', `/photos/${id}`, { headers: { 'x-read-after': position } }, 200);
    return {};
  }

  private async send(
    person: Omit<Person, 'token'> & { readonly token?: string },
    method: 'GET' | 'POST',
    path: string,
    { headers, body }: { headers: Record<string, string>; body?: Buffer },
    expected: number,
  ): Promise<Answer> {
    const authorization = person.token === undefined ? {} : { authorization: `Bearer ${person.token}` };
    const cookie = this.cookies.get(person.name);
    const answer = await request(`${this.url}${path}`, {
      method,
      headers: { ...person.headers, ...(cookie !== undefined && { cookie }), ...authorization, ...headers },
      body: body ?? null,
      dispatcher: this.agent,
    });
    const text = await answer.body.text();
    const [told] = [answer.headers['set-cookie']].flat();
    if (told !== undefined) this.cookies.set(person.name, told.split(';', 1)[0]);
    if (answer.statusCode !== expected) {
      throw new Error(
        `status ${answer.statusCode} of ${answer.headers['x-instance'] ? 'an instance' : 'the balancer'}`,
      );
    }
    return { status: answer.statusCode, headers: answer.headers, text };
  }
}

/** Whether a feed does not show what was posted. It may have been posted so long before that the feed ends with what is newer. */
export function lacks(feed: readonly FeedPhoto[], posted: FeedPhoto): boolean {
  const oldest = feed.at(-1);
  const isTooOld = feed.length >= FEED_LENGTH && oldest !== undefined && oldest.postedAt > posted.postedAt;
  return !isTooOld && feed.every(({ id }) => id !== posted.id);
}

function reasonOf(error: unknown): string {
  const { code, name, message } = error as { code?: unknown; name?: string; message?: string };
  if (typeof code === 'string') return code;
  return message?.startsWith('status') ? message : (name ?? message ?? 'unknown');
}
