import { reviewCommand } from './command';

const { exitCode, output } = reviewCommand(process.argv.slice(2));
(exitCode === 0 ? process.stdout : process.stderr).write(output);
process.exitCode = exitCode;
