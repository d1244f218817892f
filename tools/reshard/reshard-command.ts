import type { Command } from 'commander';
import type { ReshardCommandOptions } from './run-reshard';

/** `ztm reshard`: moves slots between shards. */
export function addReshardCommand(program: Command): void {
  program
    .command('reshard')
    .description('move slots between shards while they are used')
    .option('--name <name>', 'name of the deployment, such as shop-prod')
    .option('--region <region>', 'the region whose databases write (default: AWS_REGION)')
    .option('--certificates <file>', 'authorities of the databases (default: those of Node and NODE_EXTRA_CA_CERTS)')
    .option('--shards <file>', 'instead of --name: where shards and control table are (JSON, see docs/sharding.md)')
    .option('--add <count>', 'spread slots over so many further shards, the lowest that are deployed')
    .option('--drain <shard>', 'take all slots from a shard')
    .option('--pin <key>', 'give the slot of a key a shard of its own')
    .option('--to <shard>', 'the shard of --pin (default: the lowest that is deployed and has no slots)')
    .option('--resume', 'go on with what is in progress')
    .option('--abort', 'give up what has not changed hands yet; what has stays where it is')
    .option('--status', 'tell what is in progress, or was last')
    .option('--dry-run', 'check everything and print what would be done')
    .option('--phases', 'print each phase as a line of JSON, for scripts')
    .addHelpText(
      'after',
      `
Writers of a slot wait while it changes hands, some tenths of a second; readers do not. Who is interrupted says --resume, from anywhere.
Ends with 1 when it was refused. Has to reach the databases; with --name it needs credentials of AWS, too.

Examples:
  ztm reshard --name shop-prod --add 1 --dry-run
  ztm reshard --name shop-prod --add 1
  ztm reshard --name shop-prod --resume
  ztm reshard --shards shards.json --drain 2`,
    )
    .action(async (options: ReshardCommandOptions) => {
      const { connectTo, runReshard } = await import('./run-reshard.js');
      await runReshard(options, { connect: connectTo, say: (line) => process.stdout.write(`${line}\n`) });
    });
}
