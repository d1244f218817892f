import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cli } from './cli';
import { readServiceSpec, type ServiceSpec } from './create-only';
import { startEmulator, type Emulator } from './server';
import { pythonEnvironment } from '../support/python';

/** An emulator and a command line that talks to it, in a folder of their own. */
export interface Bench {
  readonly folder: string;
  readonly emulator: Emulator;
  readonly cli: Cli;
}

/** What all parts of the lane share: the Python environment, the service specification, and a place to work in. */
export class Workshop {
  /** Prepares what is needed. Everything is gone after `close`, also when it is closed by Ctrl-C. */
  static async open(): Promise<Workshop> {
    const folder = mkdtempSync(join(tmpdir(), 'emulator-lane-'));
    try {
      const programs = await pythonEnvironment();
      const spec = readServiceSpec();
      writeFileSync(join(folder, CREATE_ONLY), JSON.stringify(spec.createOnly));
      return new Workshop(folder, programs, spec);
    } catch (error) {
      rmSync(folder, { recursive: true });
      throw error;
    }
  }

  private readonly emulators: Emulator[] = [];
  private readonly abort = new AbortController();

  private constructor(
    private readonly folder: string,
    private readonly programs: string,
    readonly spec: ServiceSpec,
  ) {}

  /** Aborted as soon as the lane has to end. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** Starts an emulator for a part of the lane. */
  async bench(name: string, port?: number): Promise<Bench> {
    const folder = join(this.folder, name);
    mkdirSync(folder);
    const emulator = await startEmulator({
      programs: this.programs,
      folder,
      createOnly: join(this.folder, CREATE_ONLY),
      port,
    });
    this.emulators.push(emulator);
    return { folder, emulator, cli: new Cli(emulator.endpoint, this.signal) };
  }

  /** Ends what runs, and takes away every file. */
  async close(): Promise<void> {
    this.abort.abort();
    await Promise.all(this.emulators.map((emulator) => emulator.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const CREATE_ONLY = 'create-only.json';

/** Runs work in a workshop, and cleans up whatever happens: an error, Ctrl-C, or the end. */
export async function inWorkshop(work: (workshop: Workshop) => Promise<boolean>): Promise<void> {
  const workshop = await Workshop.open();
  const interrupted = new Promise<boolean>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(false));
  });
  try {
    process.exitCode = (await Promise.race([work(workshop), interrupted])) ? 0 : 1;
  } finally {
    await workshop.close();
  }
}
