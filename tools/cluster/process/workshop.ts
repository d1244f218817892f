import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildSync } from 'esbuild';
import { signalTrees } from './tree';

/** What is started, and how. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** All of its variables but PATH, TZ and those of the locale. */
  readonly environment?: Readonly<Record<string, string>>;
  /** User that it runs as; the one of this process by default. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** The temporary folder of a cluster, and every process that it starts. A watchdog clears both when this process dies. */
export class Workshop {
  public readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'cluster-')));
  private readonly running = new Set<Running>();
  private readonly watchdog: ChildProcess;

  public constructor() {
    // PostgreSQL runs as another user, who has to pass, and sees nothing else.
    if (process.getuid?.() === 0) chmodSync(this.folder, 0o711);
    mkdirSync(join(this.folder, 'logs'), { mode: 0o700 });
    // Own session: Ctrl-C reaches every process of the terminal's group.
    this.watchdog = spawn(process.execPath, ['-e', watchdogProgram(), this.folder], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: '/',
    });
    this.watchdog.unref();
    this.watchdog.stdin?.on('error', () => {});
  }

  /** Starts a process; what it prints goes to a log of that name. */
  public start(name: string, { program, args, environment, user }: Command): Running {
    const log = join(this.folder, 'logs', `${name}.log`);
    const output = openSync(log, 'a');
    const { PATH = '', TZ = 'UTC' } = process.env;
    const child = spawn(program, args, {
      detached: true,
      stdio: ['ignore', output, output],
      cwd: this.folder,
      env: { PATH, TZ, LC_ALL: 'C', ...environment },
      ...user,
    });
    closeSync(output);
    const running = new Running(child, log);
    this.running.add(running);
    this.watchdog.stdin?.write(`started ${child.pid}\n`);
    void running.ended.then(() => {
      this.running.delete(running);
      this.watchdog.stdin?.write(`ended ${child.pid}\n`);
    });
    return running;
  }

  /** Runs a command to its end, and fails if it does. */
  public async run(name: string, command: Command): Promise<void> {
    const running = this.start(name, command);
    const code = await running.ended;
    if (code !== 0) throw new Error(`${name} ended with ${code}:\n${running.lastWords()}`);
  }

  /** Ends all processes, and removes the folder. */
  public async close(): Promise<void> {
    // Processes that are waited for keep this one from ending no more than those that are not.
    const alive = setInterval(() => {}, 1000);
    const all = [...this.running];
    all.forEach((running) => running.signal('SIGKILL'));
    await Promise.all(all.map(({ ended }) => ended));
    const ended = once(this.watchdog, 'exit');
    this.watchdog.stdin?.end();
    if (this.watchdog.exitCode === null) await ended;
    clearInterval(alive);
  }
}

/** A process that was started. */
export class Running {
  /** Its exit code, or the signal that ended it. */
  public readonly ended: Promise<number | string>;
  public hasEnded = false;

  public constructor(
    private readonly child: ChildProcess,
    private readonly log: string,
  ) {
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(code ?? signal ?? 'nothing'));
    });
    void this.ended.then(() => (this.hasEnded = true));
  }

  public get pid(): number | undefined {
    return this.child.pid;
  }

  /** Signals it and all of its descendants. */
  public signal(signal: NodeJS.Signals): void {
    if (this.child.pid !== undefined && !this.hasEnded) signalTrees([this.child.pid], signal);
  }

  /** Asks it to end, and ends it if it does not. */
  public async endPolitely(signal: NodeJS.Signals, seconds: number): Promise<void> {
    if (this.hasEnded) return;
    this.child.kill(signal);
    const inTime = await Promise.race([this.ended.then(() => true), sleep(seconds * 1000, false, { ref: false })]);
    if (!inTime) this.signal('SIGKILL');
    await this.ended;
  }

  /** The end of what it printed. */
  public lastWords(): string {
    return readFileSync(this.log, 'utf8').trim().split('\n').slice(-15).join('\n');
  }
}

/** Made into one text, so that it starts at once and needs nothing that could be gone when it is needed. */
function watchdogProgram(): string {
  const entryPoints = [join(__dirname, 'watchdog.ts')];
  const { outputFiles } = buildSync({ entryPoints, bundle: true, platform: 'node', target: 'node20', write: false });
  return outputFiles[0].text;
}
