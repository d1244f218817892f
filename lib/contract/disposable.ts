/**
 * Tag of what may be emptied. Taking the custom resource out of a template deletes it while the bucket or vault may stay: an
 * update that makes a deployment permanent takes this tag away first, and so nothing is emptied then.
 */
export const DisposableTag = { KEY: 'zero-to-millions:disposable', VALUE: 'true' } as const;

/** What a custom resource empties when it is deleted: exactly one of them, by name. */
export interface DisposableContents {
  readonly bucket?: string;
  readonly vault?: string;
}
