import { request } from 'undici';
import type { Person } from './load/plan';

/** Signs people up and in, before anything is measured: passwords are slow to check, by intention. */
export function signIn(url: string, number: number): Promise<Person[]> {
  return Promise.all(
    Array.from({ length: number }, async (_, index) => {
      const name = `person-${index + 1}`;
      const credentials = { name, password: `password of ${name}` };
      await ask(url, '/users', credentials);
      const { token } = (await ask(url, '/sessions', credentials)) as { token: string };
      return { name, token };
    }),
  );
}

async function ask(url: string, path: string, body: object): Promise<unknown> {
  const { statusCode, body: answer } = await request(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (statusCode !== 201) throw new Error(`POST ${path} answers ${statusCode}: ${text}`);
  return JSON.parse(text);
}
