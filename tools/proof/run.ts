import { spawnSync } from 'node:child_process';
import { progress } from '../support/progress';

/** What takes too long for every change. Each is a lane that says itself what it found. */
const PROOFS: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  { name: 'generated input, 2,000 sets', command: ['npm', 'run', 'test:input', '--', '--sets', '2000'] },
  ...['once', 'twice', 'three times'].map((often) => ({
    name: `the running system killed part by part, ${often}`,
    command: ['npm', 'run', 'test:cluster'],
  })),
  {
    name: 'two regions moved and lost, 150 requests a second and 5,000 each time',
    command: ['npm', 'run', 'test:regions', '--', '--rate', '150', '--requests', '5000'],
  },
  {
    name: 'slots moved between shards, with everything killed at every step, 5,000 requests each time',
    command: ['npm', 'run', 'test:shards', '--', '--all', '--requests', '5000'],
  },
  { name: 'clocks, 5 minutes of load', command: ['npm', 'run', 'test:clocks', '--', '--minutes', '5'] },
];

/** The commit that is proved; changes that are not committed are said. */
function commit(): string {
  const { status, stdout } = spawnSync('git', ['describe', '--always', '--abbrev=40', '--dirty'], { encoding: 'utf8' });
  if (status !== 0) throw new Error('git cannot name the commit: run the proof in a clone, with git installed');
  return stdout.trim();
}

console.log(`proof of ${commit()} on ${new Date().toISOString()}, Node ${process.version}`);
const failed = PROOFS.filter(({ name, command: [program, ...args] }) => {
  progress(name);
  return spawnSync(program, args, { stdio: 'inherit' }).status !== 0;
});
failed.forEach(({ name }) => console.log(`FAILED ${name}`));
console.log(`${PROOFS.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
