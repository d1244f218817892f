import type { IncomingMessage } from 'node:http';

/** What went wrong with a request. */
export interface Failure {
  readonly message: string;
  readonly code: string;
  readonly request: IncomingMessage;
}

/**
 * Logs failures, a line of JSON each, and each kind once a second at most: an application that is down must not be
 * answered by a flood of lines, which would be paid for.
 */
export class FailureLog {
  private readonly kinds = new Map<string, { since: number; omitted: number }>();

  constructor(
    private readonly write: (line: string) => void,
    private readonly now: () => number = Date.now,
  ) {}

  public report({ message, code, request }: Failure): void {
    const kind = this.kinds.get(code);
    const now = this.now();
    if (kind && now - kind.since < 1000) {
      kind.omitted += 1;
      return;
    }
    this.kinds.set(code, { since: now, omitted: 0 });
    this.write(
      `${JSON.stringify({
        level: 'error',
        message,
        code,
        method: request.method,
        // What follows the path may be a secret.
        path: request.url?.split('?', 1)[0],
        traceId: request.headers['x-amzn-trace-id'],
        omitted: kind?.omitted || undefined,
      })}\n`,
    );
  }
}
