// Runs one Lambda function: loads its handler, then answers one event a line. Results go to a file descriptor of
// their own, so that what the handler prints stays apart from what it returns.
'use strict';
const http = require('node:http');
const https = require('node:https');
const { createInterface } = require('node:readline');
const { writeSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [folder, handler, answers] = process.argv.slice(2);
const answer = (message) => writeSync(Number(answers), `${JSON.stringify(message)}\n`);
const described = (error) => ({
  errorType: error?.name ?? 'Error',
  errorMessage: error?.message ?? String(error),
  trace: String(error?.stack ?? '').split('\n'),
});

/**
 * Clients of SQS send to the host in a queue's address, whatever AWS_ENDPOINT_URL says, and those of S3 put the bucket's name
 * before the host of that: both lead here all the same.
 */
function stayHere() {
  const { hostname, port } = new URL(process.env.AWS_ENDPOINT_URL);
  const isAway = ({ host, hostname: name }) => /\.(amazonaws\.com|localhost)$/.test(host ?? name ?? '');
  const here = (options) => ({ ...options, protocol: 'http:', host: hostname, hostname, port, agent: undefined });
  const [plain, secure] = [http.request, https.request];
  http.request = (options, ...rest) => plain(isAway(options) ? here(options) : options, ...rest);
  https.request = (options, ...rest) => (isAway(options) ? plain(here(options), ...rest) : secure(options, ...rest));
}

async function load() {
  const dot = handler.lastIndexOf('.');
  const loaded = createRequire(join(folder, 'index.js'))(join(folder, handler.slice(0, dot)));
  const found = loaded[handler.slice(dot + 1)];
  if (typeof found !== 'function') throw new Error(`${handler} is not exported`);
  return found;
}

function call(run, event, context) {
  return new Promise((resolve, reject) => {
    const deadline = Date.now() + Number(context.timeout) * 1000;
    const getRemainingTimeInMillis = () => deadline - Date.now();
    const late = setTimeout(
      () => reject(new Error(`Task timed out after ${context.timeout} seconds`)),
      context.timeout * 1000,
    );
    const done = (error, result) => (clearTimeout(late), error ? reject(error) : resolve(result));
    const returned = run(event, { ...context, getRemainingTimeInMillis }, done);
    if (run.length < 3) Promise.resolve(returned).then((result) => done(undefined, result), done);
  });
}

async function main() {
  stayHere();
  let run;
  try {
    run = await load();
    answer({ ready: true });
  } catch (error) {
    answer({ ready: false, error: described(error) });
    return;
  }
  for await (const line of createInterface({ input: process.stdin })) {
    const { event, context } = JSON.parse(line);
    try {
      answer({ result: (await call(run, event, context)) ?? null });
    } catch (error) {
      answer({ error: described(error) });
    }
  }
}
void main();
