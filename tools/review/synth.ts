import { spawnSync } from 'node:child_process';
import { reviewCommand } from './command';

// `npm run synth`: everything after `--` goes to `cdk synth`; what it wrote is then reviewed in short.
const args = process.argv.slice(2);
const { status, error } = spawnSync('cdk', ['synth', '--quiet', ...args], { stdio: 'inherit' });
if (error) throw error;
process.exitCode = status ?? 1;
if (status === 0) {
  const { exitCode, output } = reviewCommand([outputFolder(args), '--short']);
  (exitCode === 0 ? process.stdout : process.stderr).write(`\n${output}`);
  process.exitCode = exitCode;
}

/** Where \`cdk synth\` writes. */
function outputFolder(given: readonly string[]): string {
  const index = given.findIndex((argument) => argument === '-o' || argument === '--output');
  const joined = given.find((argument) => argument.startsWith('--output='));
  return index >= 0 ? (given[index + 1] ?? 'cdk.out') : (joined?.slice('--output='.length) ?? 'cdk.out');
}
