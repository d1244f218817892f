import { Type } from 'typebox';
import type { App } from '../http/typed-app';
import type { Authentication } from '../http/authentication';
import type { WebParts } from '../http/parts';
import { HttpProblem } from '../http/problems';
import { Credentials, Problem, Session, User } from '../http/schemas';
import { hashPassword, verifyPassword } from '../identity/passwords';
import { insertUser, passwordHashOf } from '../data/users';

/** Users, and their sessions. */
export function sessionRoutes(app: App, { database, sessions, tokens }: WebParts, auth: Authentication): void {
  app.post(
    '/users',
    {
      schema: {
        operationId: 'addUser',
        summary: 'Takes a name.',
        body: Credentials,
        response: { 201: User, 409: Problem },
      },
    },
    async (request, reply) => {
      const { name, password } = request.body;
      const hash = await hashPassword(password);
      const { result: added } = await database.write((client) => insertUser(client, name, hash));
      // A client that has lost the answer repeats the request.
      if (!added && !(await isPassword(name, password))) throw new HttpProblem(409, `name must be free, got ${name}`);
      return reply.code(201).header('cache-control', 'no-store').send({ name });
    },
  );

  app.post(
    '/sessions',
    {
      schema: {
        operationId: 'signIn',
        summary: 'Signs in.',
        body: Credentials,
        response: { 201: Session, 401: Problem },
      },
    },
    async (request, reply) => {
      const { name, password } = request.body;
      if (!(await isPassword(name, password))) throw new HttpProblem(401, 'name or password is wrong');
      const session = await sessions.create(name);
      const { token, expiresAt } = await tokens.issue({ user: name, session });
      return reply.code(201).header('cache-control', 'no-store').send({ token, expiresAt: expiresAt.toISOString() });
    },
  );

  app.delete(
    '/sessions/current',
    {
      schema: {
        operationId: 'signOut',
        summary: 'Signs out: the token is worth nothing for writes from now on.',
        security: [{ token: [] }],
        response: { 204: Type.Null(), 401: Problem },
      },
    },
    async (request, reply) => {
      const { session } = await auth.identify(request, reply);
      await sessions.revoke(session);
      return reply.code(204).header('cache-control', 'no-store').send(null);
    },
  );

  /** Whoever has just registered signs in next, and may not have reached the readers. */
  async function isPassword(name: string, password: string): Promise<boolean> {
    const stored =
      (await database.read((client) => passwordHashOf(client, name))) ??
      (await database.write((client) => passwordHashOf(client, name))).result;
    return verifyPassword(password, stored);
  }
}
