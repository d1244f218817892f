/**
 * Methods that JavaScript runtime 2.0 documents, as far as the functions use them
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html), and those of the module
 * `cloudfront`. A runtime may have others; what is not documented may go.
 */
const METHODS = new Set([
  ...['isArray', 'filter', 'find', 'findIndex', 'includes', 'indexOf', 'join', 'map', 'reduce', 'some', 'sort'],
  ...['codePointAt', 'split', 'keys', 'log'],
  ...['kvs', 'get', 'selectRequestOriginById', 'createRequestOriginGroup'],
]);

/** What the code of a function uses, and what is not documented. */
export function undocumented(code: string): string[] {
  const called = [...code.matchAll(/\.(\w+)\(/g)].map(([, name]) => name);
  return [
    ...[...new Set(called)].filter((name) => !METHODS.has(name)).map((name) => `${name}()`),
    // "async arguments and closures are not supported": njs 0.7 ends without a word for the first.
    ...(/[(,]\s*await\b/.test(code) ? ['await among the arguments of a call'] : []),
    ...(/\basync\s*(?:\(|\w+\s*=>|function\s*\()/.test(code) ? ['an async closure'] : []),
  ];
}
