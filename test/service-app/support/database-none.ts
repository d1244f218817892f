import type { WebParts } from '../../../service/src/http/parts';

/** A database that must not be asked. */
export const NO_DATABASE: WebParts['database'] = {
  read: () => Promise.reject(new Error('the database was asked')),
  write: () => Promise.reject(new Error('the database was asked')),
};
