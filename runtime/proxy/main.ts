import { measuredTask } from '../load/subject';
import { LoadProxy } from './load-proxy';
import { proxySettings } from './settings';

/** Starts the proxy of a task, and drains it when ECS stops the task. */
async function main(): Promise<void> {
  const found = measuredTask(process.env);
  if ('problems' in found) throw new Error(found.problems.join('; '));
  const proxy = new LoadProxy(proxySettings(process.env), found.task, {
    write: (line) => void process.stdout.write(line),
  });
  await proxy.listen();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void proxy.drain().then(() => process.exit(0)));
  }
}

main().catch((error: unknown) => {
  console.error(JSON.stringify({ level: 'error', message: error instanceof Error ? error.message : String(error) }));
  process.exit(1);
});
