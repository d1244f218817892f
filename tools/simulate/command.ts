import type { Command } from 'commander';

/** What was said on the command line. */
export interface SimulateOptions {
  readonly template?: string;
  readonly trace?: string;
  readonly traces?: boolean;
  readonly service?: string;
  readonly kind?: string;
  readonly ratedCapacity?: string;
  readonly sloMs?: string;
  readonly objectiveSeconds?: string;
  readonly seed?: string;
  readonly base?: string;
  readonly scale?: string;
  readonly sheds?: boolean;
  readonly conditions?: readonly string[];
  readonly metricModels?: string;
  readonly json?: boolean;
}

/** `ztm simulate`: what the scaling of synthesized templates makes of traffic. */
export function addSimulateCommand(program: Command): void {
  program
    .command('simulate')
    .description(
      'say what the scaling of synthesized templates makes of traffic: how often it is late, and what it costs',
    )
    .option('--template <folder>', 'folder of cdk synth, or of templates in JSON')
    .option('--trace <name|file>', 'traffic: a name of --traces, or a CSV of timestamp and count')
    .option('--traces', 'list the traffic that is built in')
    .option('--service <name>', 'only this service; without it all that work on this kind of traffic')
    .option('--kind <web|worker>', 'what the counts of a file are: requests, or messages (default: web)')
    .option('--rated-capacity <number>', 'requests or messages that a task completes in a second (default: 100, or 5)')
    .option('--slo-ms <milliseconds>', 'web: an answer has to come within (default: 500)')
    .option('--objective-seconds <seconds>', 'worker: a message has to be done within (default: 60)')
    .option('--seed <number>', 'decides all that is random (default: 1)')
    .option('--base <number>', 'per second: the quiet load of a shape, the mean of a day or a file')
    .option('--scale <factor>', 'multiplies the counts of a file')
    .option('--sheds', 'requests that would be late are refused at once')
    .option('--conditions <key=value...>', 'what AWS does not promise, such as startMedianSeconds=54')
    .option('--metric-models <file>', 'what metrics of your own measure: {"App/LoadPerTask":{"model":"load"}}')
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      '\nExamples:\n  ztm simulate --template cdk.out --trace flash10x --rated-capacity 100 --slo-ms 500' +
        '\n  ztm simulate --template cdk.out --trace worker-dump --rated-capacity 5 --objective-seconds 60 --json' +
        '\n\nWhat is assumed stands in docs/scaling.md.',
    )
    .action(async (options: SimulateOptions) => {
      const { runSimulate } = await import('./run-simulate.js');
      process.stdout.write(runSimulate(options));
    });
}
