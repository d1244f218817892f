import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { printSummary, printVerdict, runLane } from '../support/lane';
import { progress } from '../support/progress';
import { judgeWeb, middlewareSubject, proxySubject } from './web';
import { judgeWorker } from './worker';

/** What is tried is what is published. */
const BUNDLES = ['dist/runtime/index.js', 'dist/proxy/index.js', 'dist/lambda/queue-demand/index.js'];

/** How long the short run takes. */
const SECONDS = 40;

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Runs everything that publishes a metric against the real clock, side by side. */
async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { minutes: { type: 'string' } } });
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
  if (minutes !== undefined && !(minutes >= 1 && minutes <= 60)) {
    throw new Error(
      `--minutes must be a number from 1 to 60, got ${values.minutes}; leave it out for ${SECONDS} seconds`,
    );
  }
  const seconds = minutes === undefined ? SECONDS : minutes * 60;
  const missing = BUNDLES.filter((file) => !existsSync(file));
  if (missing.length > 0) throw new Error(`${missing.join(', ')} must be bundled; run "npm run build:bundles"`);

  progress(`the middleware, the proxy and the function of queues, for ${seconds} s`);
  const [port, proxyPort, applicationPort] = [await freePort(), await freePort(), await freePort()];
  const ticker = setInterval(() => progress('publishing'), 10_000);
  const verdicts = await Promise.all([
    judgeWeb(middlewareSubject(port), seconds),
    judgeWeb(proxySubject(proxyPort, applicationPort), seconds),
    judgeWorker(seconds),
  ]);
  clearInterval(ticker);
  verdicts.flat().forEach(printVerdict);
  return printSummary(verdicts.flat());
}

runLane('clocks', main);
