import { Pool } from 'undici';

/** The application behind a proxy, on 127.0.0.1. */
export interface Application {
  readonly port: number;
  readonly maxHeaderSize: number;
  /** Connections to it. */
  readonly connections: Pool;
}

/**
 * After how long an idle connection to the application is closed, in milliseconds. Servers close theirs after two seconds (gunicorn),
 * five (Node, uvicorn) or more; who closes first never sends into a connection that the other is closing.
 */
const IDLE = 1000;

/** Connects to an application, and gives up an answer of which nothing comes for the given time. */
export function connectTo(port: number, timeoutSeconds: number, maxHeaderSize: number): Application {
  const timeout = timeoutSeconds * 1000;
  const connections = new Pool(`http://127.0.0.1:${port}`, {
    keepAliveTimeout: IDLE,
    // What the application itself proposes is no longer than that.
    keepAliveMaxTimeout: IDLE,
    headersTimeout: timeout,
    bodyTimeout: timeout,
    maxHeaderSize,
  });
  return { port, maxHeaderSize, connections };
}
