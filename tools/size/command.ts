import { Option, type Command } from 'commander';
import { ASSUMPTIONS } from '../../lib/capacity/assumptions';
import { DEFAULT_REGION, pricedRegions } from '../prices/price-list';
import { CACHES, DATABASES, STAGES, type Choices } from './choices';

/** What was said on the command line. */
export type SizeOptions = Choices &
  Readonly<Record<string, string | boolean | undefined>> & {
    readonly users: string;
    readonly json?: boolean;
    readonly idle?: boolean;
  };

/** `ztm size`: what a number of users needs, and what it costs. */
export function addSizeCommand(program: Command): void {
  const command = program
    .command('size')
    .description('Says what a number of users needs, from the back of an envelope, and what it costs.')
    .requiredOption('--users <number>', 'users who come at least once in a month')
    .option('--json', 'for programs')
    .option('--idle', 'what it costs when nobody comes')
    .addOption(new Option('--stage <stage>', 'the stage, if not the one for the users').choices(STAGES))
    .addOption(new Option('--database <engine>', 'the database').choices(DATABASES).default(DATABASES[0]))
    .addOption(new Option('--cache <kind>', 'the cache').choices(CACHES).default(CACHES[0]))
    .addOption(
      new Option('--region <region>', 'the region whose prices are taken')
        .choices(pricedRegions())
        .default(DEFAULT_REGION),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  ztm size --users 1000000\n  ztm size --users 1000000 --requests-per-task 120 --json',
    )
    .action(async (options: SizeOptions) => {
      const { runSize } = await import('./run-size.js');
      process.stdout.write(runSize(options));
    });
  for (const { property, meaning, unit, byDefault } of ASSUMPTIONS) {
    command.option(`${flagOf(property)} <number>`, `${meaning} (${unit}; ${byDefault})`);
  }
}

/** `requestsPerUser` is `--requests-per-user`. */
export function flagOf(property: string): string {
  return `--${property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
