import { randomInt } from 'node:crypto';
import { familyOf } from '../../lib/contract/database-users';

/** What a database secret holds. Fields that are not named here are kept as they are. */
export interface Credentials {
  readonly engine: string;
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly dbname?: string;
  /** ARN of the administrator's secret, in the secret of an application: its two users take turns. */
  readonly masterarn?: string;
}

/** Letters and digits: safe in every quoting and URL. 40 of them are 238 bits; RDS for MySQL takes no more than 41. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 40;

/** Reads the value of a secret, and refuses one that could not be rotated. Messages never hold a value. */
export function parseCredentials(secretId: string, value: string): Credentials {
  const fields = parseObject(secretId, value);
  const text = (name: string): string => {
    const field = fields[name];
    if (typeof field !== 'string' || field === '') throw new Error(`secret ${secretId} must hold ${name} as text`);
    return field;
  };
  const port = Number(fields.port);
  if (!Number.isInteger(port) || port < 1) throw new Error(`secret ${secretId} must hold port as a whole number`);
  const credentials = { ...fields, engine: text('engine'), host: text('host'), port, username: text('username') };
  if (fields.masterarn !== undefined && (text('dbname') === '' || !familyOf(credentials.username))) {
    throw new Error(`secret ${secretId} must hold a username that ends with _a or _b, because it holds masterarn`);
  }
  return { ...credentials, password: text('password') };
}

function parseObject(secretId: string, value: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(value)) as Record<string, unknown>;
  } catch {
    // The parser's own message would quote the secret.
    throw new Error(`secret ${secretId} must hold JSON`);
  }
}

/** The credentials that follow: the same user with a new password, or, for an application, the other of its two users. */
export function nextCredentials(current: Credentials): Credentials {
  const username = current.masterarn ? (familyOf(current.username)?.next ?? current.username) : current.username;
  return { ...current, username, password: randomPassword() };
}

function randomPassword(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
