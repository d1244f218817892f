import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A running emulator of AWS. */
export interface Emulator {
  readonly endpoint: string;
  /** File with one line for each outcome of a resource. */
  readonly log: string;
  /** Ends it, and waits until it has ended. */
  stop(): Promise<void>;
}

/** What starting an emulator takes. */
export interface EmulatorOptions {
  /** Folder of the programs of the Python environment. */
  readonly programs: string;
  /** Folder for its files. */
  readonly folder: string;
  /** JSON file of create-only properties by type. */
  readonly createOnly: string;
  /** Port to listen on; a free one when there is none. */
  readonly port?: number;
}

const PROGRAM = join('tools', 'emulator', 'server', 'main.py');
const START_TIMEOUT_MS = 60_000;

/** Starts the emulator, and waits until it accepts requests. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { programs, folder, createOnly } = options;
  const port = options.port ?? (await freePort());
  const log = join(folder, 'outcomes.jsonl');
  const errors = join(folder, 'server.log');
  const child = spawn(
    join(programs, 'python'),
    [PROGRAM, '--port', String(port), '--log', log, '--create-only', createOnly],
    // A group of its own: Ctrl-C ends the lane, which then still needs the emulator to list what is left.
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  child.stderr.pipe(createWriteStream(errors));
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const timer = setTimeout(() => child.kill(), START_TIMEOUT_MS);
  const ready = await Promise.race([
    new Promise<boolean>((resolve) => lines.on('line', (line) => line.trim() === 'ready' && resolve(true))),
    ended.then(() => false),
  ]);
  clearTimeout(timer);
  if (!ready) throw new Error(`the emulator did not start:\n${readFileSync(errors, 'utf8')}`);
  return {
    endpoint: `http://localhost:${port}`,
    log,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
