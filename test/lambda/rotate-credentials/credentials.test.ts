import { nextCredentials, parseCredentials } from '../../../lambda/rotate-credentials/credentials';

const VALID = { engine: 'postgres', host: 'db', port: 5432, username: 'dba', password: 'p' };

function parse(fields: Record<string, unknown>): unknown {
  return parseCredentials('arn', JSON.stringify({ ...VALID, ...fields }));
}

describe('credentials', () => {
  test('keep the fields that rotation does not know', () => {
    expect(parse({ dbClusterIdentifier: 'shop-g1' })).toEqual({ ...VALID, dbClusterIdentifier: 'shop-g1' });
  });

  test('take a port that is text', () => {
    expect(parse({ port: '3306' })).toMatchObject({ port: 3306 });
  });

  test('are never the same twice', () => {
    const passwords = Array.from({ length: 100 }, () => nextCredentials(VALID).password);
    expect(new Set(passwords).size).toBe(100);
    passwords.forEach((password) => expect(password).toMatch(/^[A-Za-z0-9]{40}$/));
  });

  test('alternate between two users where there is an administrator', () => {
    const first = { ...VALID, username: 'app_a', dbname: 'shop', masterarn: 'admin' };
    expect(nextCredentials(first).username).toBe('app_b');
    expect(nextCredentials({ ...first, username: 'app_b' }).username).toBe('app_a');
    expect(nextCredentials(VALID).username).toBe('dba');
  });
});

describe('credentials refuse', () => {
  test.each([
    [{ host: undefined }, 'secret arn must hold host as text'],
    [{ engine: '' }, 'secret arn must hold engine as text'],
    [{ username: 7 }, 'secret arn must hold username as text'],
    [{ password: null }, 'secret arn must hold password as text'],
    [{ port: 'x' }, 'secret arn must hold port as a whole number'],
    [{ masterarn: 'admin', username: 'app_a' }, 'secret arn must hold dbname as text'],
    [
      { masterarn: 'admin', dbname: 'shop' },
      'secret arn must hold a username that ends with _a or _b, because it holds masterarn',
    ],
    [
      { masterarn: 'admin', dbname: 'shop', username: `x"; DROP ROLE y; --_a` },
      'secret arn must hold a username that ends with _a or _b, because it holds masterarn',
    ],
  ])('%j', (fields, message) => {
    expect(() => parse(fields)).toThrow(message);
  });

  test.each(['{"password":"secret', 'null', '"text"'])('a value that is no object, without showing it', (value) => {
    expect(() => parseCredentials('arn', value)).toThrow(/^secret arn must hold (JSON|port as a whole number)$/);
  });
});
