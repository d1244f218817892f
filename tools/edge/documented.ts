/**
 * Methods that JavaScript runtime 2.0 documents, as far as the functions use them
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html), and those of the module
 * `cloudfront`. A runtime may have others; what is not documented may go.
 */
const METHODS = new Set([
  ...['isArray', 'filter', 'find', 'findIndex', 'includes', 'indexOf', 'join', 'map', 'reduce', 'slice', 'some', 'sort'],
  ...['codePointAt', 'split', 'keys', 'log'],
  ...['kvs', 'get', 'selectRequestOriginById', 'createRequestOriginGroup'],
]);

/** Methods that the code of a function calls, and that are not documented. */
export function undocumentedMethods(code: string): string[] {
  const called = [...code.matchAll(/\.(\w+)\(/g)].map(([, name]) => name);
  return [...new Set(called)].filter((name) => !METHODS.has(name));
}
