import { Agent } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * After how long an idle connection to the application is closed. Servers close theirs after two seconds (gunicorn), five (Node,
 * uvicorn) or more; who closes first never sends into a connection that the other is closing.
 */
const IDLE = 1000;

/** Keeps connections to the application open between requests, but not for long. */
export class ApplicationAgent extends Agent {
  constructor() {
    // What was used last is least likely to be closed.
    super({ keepAlive: true, scheduling: 'lifo', maxFreeSockets: 1024 });
  }

  // Its own types say `void`, but whether it is kept depends on what is returned.
  public override keepSocketAlive(socket: Duplex): boolean {
    const kept = super.keepSocketAlive(socket) as unknown as boolean;
    if (kept) (socket as Socket).setTimeout(IDLE);
    return kept;
  }
}
