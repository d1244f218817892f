import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';

/** What a job of the worker says: all that it needs, so that it need not ask a database what never changes. */
export const ThumbnailJob = Type.Object({
  photo: Type.String({ minLength: 1 }),
  author: Type.String({ minLength: 1 }),
  /** Where the original lies. */
  original: Type.String({ minLength: 1 }),
  /** The request that the photo was posted with. */
  request: Type.String(),
  /** The trace that it belonged to. */
  trace: Type.Optional(Type.String()),
});
export type ThumbnailJob = Static<typeof ThumbnailJob>;

/** Reads the body of a message. What is no job never becomes one: it ends in the dead-letter queue. */
export function parseJob(body: string): ThumbnailJob {
  let job: unknown;
  try {
    job = JSON.parse(body);
  } catch {
    throw new Error('body must be JSON');
  }
  const [error] = Value.Errors(ThumbnailJob, job);
  if (error) throw new Error(`body must be a job, got one whose ${error.instancePath || 'root'} ${error.message}`);
  return job as ThumbnailJob;
}
