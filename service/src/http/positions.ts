import type { Position } from '../../../runtime';
import { HttpProblem } from './problems';

/** Header that says how far a writer was after a write, and so how far a reader has to be to show it. */
export const READ_AFTER = 'x-read-after';

/** A position, as writes answer it. */
const POSITION = /^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/;

/** What a request asks of a reader. */
export function readAfter(header: string | undefined): { after?: Position } {
  if (header === undefined) return {};
  if (!POSITION.test(header)) {
    throw new HttpProblem(400, `${READ_AFTER} must be what the answer to a write had, got ${JSON.stringify(header)}`);
  }
  return { after: header };
}
