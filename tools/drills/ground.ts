import { SQS } from '@aws-sdk/client-sqs';
import { JOB_ID } from '../../runtime/queue/queue-client';
import type { Cluster } from '../cluster';
import { CREDENTIALS, REGION } from '../cluster/service-environment';
import type { StoredPhoto } from './ledger';
import type { Person } from './load/plan';

/** Seconds that everything has to come to rest after a drill. */
const REST_SECONDS = 60;

/** What drills need of the cluster beside its parts. */
export class Ground {
  private readonly queues: SQS;

  constructor(public readonly cluster: Cluster) {
    this.queues = new SQS({ region: REGION, endpoint: cluster.endpoints.queues, credentials: CREDENTIALS });
  }

  /** People with an account, signed in. */
  public async people(number: number): Promise<Person[]> {
    const people: Person[] = [];
    for (let index = 0; index < number; index++) people.push(await this.signIn(`drill-${index}`));
    return people;
  }

  /** Puts a message into the queue of jobs. */
  public async send(body: string, jobId: string): Promise<void> {
    await this.queues.sendMessage({
      QueueUrl: this.cluster.endpoints.jobsQueueUrl,
      MessageBody: body,
      MessageAttributes: { [JOB_ID]: { DataType: 'String', StringValue: jobId } },
    });
  }

  /** Bodies of what ended in the dead-letter queue. */
  public async dead(): Promise<string[]> {
    const bodies: string[] = [];
    for (;;) {
      const { Messages = [] } = await this.queues.receiveMessage({
        QueueUrl: this.cluster.endpoints.deadLetterQueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 0,
      });
      if (Messages.length === 0) return bodies;
      bodies.push(...Messages.map(({ Body = '' }) => Body));
    }
  }

  /** Every photo that the writer has. */
  public async photos(): Promise<StoredPhoto[]> {
    const rows = await this.cluster.sql(
      'writer',
      `SELECT photos.id::text AS id, author, idempotency_key AS key, processed,
         (SELECT count(*)::int FROM thumbnails WHERE thumbnails.photo = photos.id) AS thumbnails FROM photos`,
    );
    return rows as unknown as StoredPhoto[];
  }

  /** Waits until every part runs, and nothing is under way; says what still is when it takes too long. */
  public async rest(): Promise<string | undefined> {
    const end = Date.now() + REST_SECONDS * 1000;
    for (;;) {
      const reason = await this.unrest().catch((error: unknown) => String(error));
      if (reason === undefined || Date.now() > end) return reason;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  private async unrest(): Promise<string | undefined> {
    const { parts, databases } = await this.cluster.status();
    const part = parts.find(({ state, serving }) => state !== 'running' || serving === false);
    if (part) return `${part.name} is ${part.state === 'running' ? 'not served' : part.state}`;
    const database = databases.find(({ role, lagSeconds = 0 }) => role === 'unreachable' || lagSeconds > 1);
    if (database) return `${database.name} is ${database.role === 'unreachable' ? 'unreachable' : 'behind'}`;
    const [row] = await this.cluster.sql('writer', 'SELECT count(*)::int AS waiting FROM photos WHERE processed = 0');
    return row.waiting === 0 ? undefined : `${String(row.waiting)} jobs wait`;
  }

  private async signIn(name: string): Promise<Person> {
    const body = JSON.stringify({ name, password: `password of ${name}` });
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    const users = await fetch(`${this.cluster.url}/users`, request);
    await users.arrayBuffer();
    if (users.status !== 201 && users.status !== 409) throw new Error(`signing up ended with status ${users.status}`);
    const session = await fetch(`${this.cluster.url}/sessions`, request);
    const { token } = (await session.json()) as { token?: string };
    if (token === undefined) throw new Error(`signing in ended with status ${session.status}`);
    return { name, token };
  }
}
