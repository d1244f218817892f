import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** An emulator of SQS and S3 of a test's own, on the loopback. */
export interface TestQueues {
  /** Where clients of AWS find it. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** A process of its own, since Jest cannot load what is published as ES modules alone. It goes with the test, however that ends. */
const PROGRAM = `
  import { startFauxqs } from 'fauxqs';
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  console.log(server.port);
  process.stdin.on('end', () => process.exit()).resume();
`;

export async function startQueues(): Promise<TestQueues> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    cwd: __dirname,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    endpoint: `http://127.0.0.1:${String(port).trim()}`,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
