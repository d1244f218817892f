import type { Command } from 'commander';

/** What was said on the command line. */
export interface WavesOptions {
  readonly regions: string;
  readonly from?: string;
  readonly json?: boolean;
}

/** `ztm waves`: the deployments that lead to other regions. */
export function addWavesCommand(program: Command): void {
  program
    .command('waves')
    .description('say which deployments lead to other regions, one region in each')
    .requiredOption('--regions <list>', 'regions in the end, home first, with commas between')
    .option('--from <list>', 'regions that are deployed, home first; none when nothing is')
    .option('--json', 'for programs')
    .addHelpText('after', '\nExample:\n  ztm waves --from eu-west-1 --regions eu-west-1,us-east-1,ap-northeast-1')
    .action(async (options: WavesOptions) => {
      const { runWaves } = await import('./run-waves.js');
      process.stdout.write(runWaves(options));
    });
}
