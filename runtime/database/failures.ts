/** Thrown where a server cannot be reached, or too many wait for it. Nothing was done: it can be tried again. */
export class DatabaseUnavailableError extends Error {
  public override readonly name: string = 'DatabaseUnavailableError';

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }
}

/**
 * States of SQL that say that other connections are needed: the server is going away or starting (57P), has become a reader (25006),
 * or the connection is broken (08).
 */
const OTHER_CONNECTIONS = /^(57P0[1-5]|25006|08...)$/;

const OF_SOCKETS = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)/;

/** What `pg` says without a code. */
const OF_PG = /Connection terminated|not queryable/;

/** The server may be well where one query is slow, but the connection is still busy with it. */
const BUSY = /Query read timeout/;

/** What a replica alone says: the rows that a query reads were removed on the writer. */
const CONFLICT_WITH_RECOVERY = /conflict with recovery/;

/** Whether a server's connections are not worth using again, this one and the others. */
export function needsOtherConnections(error: unknown): boolean {
  const { code, message } = detailsOf(error);
  return OTHER_CONNECTIONS.test(code) || OF_SOCKETS.test(code) || OF_PG.test(message);
}

/** Whether a connection is not worth using again. */
export function needsOtherConnection(error: unknown): boolean {
  return needsOtherConnections(error) || BUSY.test(detailsOf(error).message);
}

/** Whether another server may answer what this one did not. */
export function needsOtherServer(error: unknown): boolean {
  return (
    error instanceof DatabaseUnavailableError ||
    needsOtherConnection(error) ||
    CONFLICT_WITH_RECOVERY.test(detailsOf(error).message)
  );
}

function detailsOf(error: unknown): { code: string; message: string } {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return { code: typeof code === 'string' ? code : '', message: typeof message === 'string' ? message : '' };
}
