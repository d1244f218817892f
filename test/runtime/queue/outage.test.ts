import { DatabaseUnavailableError, isOutage } from '../../../runtime';

const error = (properties: object) => Object.assign(new Error('failed'), properties);

test.each<[string, unknown]>([
  ['a database that gives no connection', new DatabaseUnavailableError('no connection')],
  ['a connection to the database that was lost', error({ code: '57P01' })],
  ['a writer that has become a reader', error({ code: '25006' })],
  ['an address that refuses', error({ code: 'ECONNREFUSED' })],
  ['a service that fails by itself', error({ $fault: 'server', $metadata: { httpStatusCode: 500 } })],
  ['a service that asks to be asked less', error({ $fault: 'client', $metadata: { httpStatusCode: 429 } })],
  ['a service that may be asked again', error({ $fault: 'client', $retryable: { throttling: true } })],
])('%s is an outage', (_, thrown) => expect(isOutage(thrown)).toBe(true));

test.each<[string, unknown]>([
  ['an error of the work', new Error('photo is not there')],
  ['a row that is there already', error({ code: '23505' })],
  ['a request that is wrong', error({ $fault: 'client', $metadata: { httpStatusCode: 400 } })],
  ['a query that takes too long', new Error('Query read timeout')],
  ['nothing', undefined],
])('%s is none', (_, thrown) => expect(isOutage(thrown)).toBe(false));
