import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Identity, Tokens } from '../identity/tokens';
import { HttpProblem } from './problems';

/** Tells who a request comes from. */
export interface Authentication {
  /** By the token alone: no other part is asked. For what only reads. */
  identify(request: FastifyRequest, reply: FastifyReply): Promise<Identity>;
  /** By the token, and by its session, which may have been revoked. For what writes. */
  authorize(request: FastifyRequest, reply: FastifyReply): Promise<Identity>;
}

/** What is asked whether a session is still there. */
export interface SessionReader {
  read(id: string): Promise<object | undefined>;
}

const BEARER = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;

export function authentication(tokens: Tokens, sessions: SessionReader): Authentication {
  const identify = async (request: FastifyRequest, reply: FastifyReply): Promise<Identity> => {
    const [, token] = BEARER.exec(request.headers.authorization ?? '') ?? [];
    const identity = token === undefined ? undefined : await tokens.verify(token);
    if (!identity) throw refused(reply, 'a valid token is needed: sign in with POST /sessions');
    return identity;
  };
  return {
    identify,
    authorize: async (request, reply) => {
      const identity = await identify(request, reply);
      if (!(await sessions.read(identity.session))) throw refused(reply, 'the session has ended: sign in again');
      return identity;
    },
  };
}

function refused(reply: FastifyReply, message: string): HttpProblem {
  void reply.header('www-authenticate', 'Bearer');
  return new HttpProblem(401, message);
}
