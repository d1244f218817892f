import type { SqlClient } from '../../../runtime';

/** Adds a user, and says whether the name was free. */
export async function insertUser(client: SqlClient, name: string, passwordHash: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'INSERT INTO users (name, password_hash) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING',
    [name, passwordHash],
  );
  return rowCount === 1;
}

export async function passwordHashOf(client: SqlClient, name: string): Promise<string | undefined> {
  const { rows } = await client.query('SELECT password_hash AS hash FROM users WHERE name = $1', [name]);
  return (rows as { hash: string }[])[0]?.hash;
}

/** Makes a user follow another one, once. Says whether that one exists. */
export async function follow(client: SqlClient, follower: string, followed: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT 1 FROM users WHERE name = $1', [followed]);
  if (rowCount !== 1) return false;
  await client.query('INSERT INTO follows (follower, followed) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    follower,
    followed,
  ]);
  return true;
}
