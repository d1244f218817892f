import { createHash, randomBytes } from 'node:crypto';

/** What of a client of DynamoDB is used: `DynamoDB` of `@aws-sdk/client-dynamodb` is it as it is. */
export interface SessionClient {
  getItem(input: { TableName: string; Key: SessionKey; ConsistentRead: boolean }): Promise<{
    readonly Item?: Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;
  }>;
  putItem(input: {
    TableName: string;
    Item: { id: { S: string }; data: { S: string }; expiresAt: { N: string } };
    ConditionExpression: string;
  }): Promise<unknown>;
  deleteItem(input: { TableName: string; Key: SessionKey }): Promise<unknown>;
}

/** Key of a session in the table. */
export interface SessionKey extends Record<string, { S: string }> {
  id: { S: string };
}

/** Options of a `SessionStore`. */
export interface SessionStoreOptions {
  readonly client: SessionClient;

  /** Name of the table: the variable `SESSION_TABLE`. */
  readonly table: string;

  /**
   * Seconds that a session lives.
   *
   * @default 43200, 12 hours
   */
  readonly ttlSeconds?: number;
}

/** A session. */
export interface Session<T> {
  /** What the user's client keeps. Who has it is the user. */
  readonly id: string;
  readonly data: T;
  readonly expiresAt: Date;
}

/** 256 bits: nobody guesses it. */
const ID_BYTES = 32;

/**
 * Sessions on the side of the server, in the table of the construct `SessionStore`, so that any task answers any user and that a
 * session can be ended at any moment. The table has the hash of an id: who reads the table cannot take anybody's session.
 *
 * In a deployment of several regions a session is seen in the others about a second later, and so is its end.
 *
 * @example
 * const sessions = new SessionStore<{ user: string }>({ client: new DynamoDB(), table });
 * const { id } = await sessions.create({ user: 'ada' });
 * const session = await sessions.read(id); // undefined once it is revoked or has expired
 */
export class SessionStore<T> {
  constructor(private readonly options: SessionStoreOptions) {}

  /**
   * Starts a session.
   *
   * @param data What is known about it, as JSON.
   */
  public async create(data: T): Promise<Session<T>> {
    const { client, table, ttlSeconds = 12 * 3600 } = this.options;
    const id = randomBytes(ID_BYTES).toString('base64url');
    const expiresAt = Math.floor(Date.now() / 1000) + ttlSeconds;
    await client.putItem({
      TableName: table,
      Item: { ...keyOf(id), data: { S: JSON.stringify(data) }, expiresAt: { N: String(expiresAt) } },
      ConditionExpression: 'attribute_not_exists(id)',
    });
    return { id, data, expiresAt: new Date(expiresAt * 1000) };
  }

  /** A session, or nothing where it was revoked, has expired or never was. */
  public async read(id: string): Promise<Session<T> | undefined> {
    const { client, table } = this.options;
    // A session that has just been revoked must be gone, and one that has just been made must be there.
    const { Item } = await client.getItem({ TableName: table, Key: keyOf(id), ConsistentRead: true });
    const expiresAt = new Date(Number(Item?.expiresAt?.N) * 1000);
    // DynamoDB takes up to a few days to delete what has expired.
    if (Item?.data?.S === undefined || !(expiresAt.getTime() > Date.now())) return undefined;
    return { id, data: JSON.parse(Item.data.S) as T, expiresAt };
  }

  /** Ends a session. Nothing happens where it has ended. */
  public async revoke(id: string): Promise<void> {
    const { client, table } = this.options;
    await client.deleteItem({ TableName: table, Key: keyOf(id) });
  }
}

function keyOf(id: string): SessionKey {
  return { id: { S: createHash('sha256').update(id).digest('base64url') } };
}
