import type { Command } from 'commander';
import type { MoveRequest } from '../../lib/contract/region-control';
import type { MoveCommandOptions } from './run-move';

const ENDINGS = `
Every step is written down in the control table before and after it is done. Who is interrupted says the same again, and it goes on.
Ends with 1 when it was refused, or taken back because users suffered. Needs credentials of AWS.
`;

/** `ztm evacuate`: empties a region. */
export function addEvacuateCommand(program: Command): void {
  moveCommand(program, 'evacuate', 'empty a region step by step, and take it back when users of the others suffer')
    .option('--to <region>', 'the one region that takes over; else those that the plan says')
    .option(
      '--lost',
      'the region is gone: it is asked nothing, all of its traffic moves at once, and the writer with it',
    )
    .addHelpText(
      'after',
      `${ENDINGS}
Examples:
  ztm evacuate us-east-1 --name shop-prod --dry-run
  ztm evacuate us-east-1 --name shop-prod --promote
  ztm evacuate us-east-1 --name shop-prod --lost --control-region eu-west-1`,
    );
}

/** `ztm return`: fills a region again. */
export function addReturnCommand(program: Command): void {
  moveCommand(program, 'return', 'fill an evacuated region again step by step').addHelpText(
    'after',
    `${ENDINGS}
Examples:
  ztm return us-east-1 --name shop-prod --dry-run
  ztm return us-east-1 --name shop-prod --promote`,
  );
}

function moveCommand(program: Command, kind: MoveRequest['kind'], description: string): Command {
  return program
    .command(`${kind}`)
    .description(description)
    .argument('<region>', 'region, such as eu-west-1')
    .requiredOption('--name <name>', 'name of the deployment, such as shop-prod')
    .option('--promote', kind === 'evacuate' ? 'let another region write, if it is this one' : 'let the region write')
    .option('--step-percent <percent>', 'how much of the traffic each step moves, 1 to 100 (default: 25)')
    .option('--watch-seconds <seconds>', 'how long users are watched after each step, 1 to 3600 (default: 75)')
    .option('--control-region <region>', 'any region of the deployment that is well (default: AWS_REGION)')
    .option('--routing-store <arn>', 'KeyValueStore of the edge; only while us-east-1, which tells it, is lost')
    .option('--dry-run', 'print the steps, and do nothing')
    .option('--take-back', 'end such a move that is in progress, with traffic as it was before')
    .action(async (region: string, options: MoveCommandOptions) => {
      const [{ runMove }, { connect }] = await Promise.all([import('./run-move.js'), import('./aws/connect.js')]);
      const say = (line: string) => process.stdout.write(`${line}\n`);
      process.exitCode = await runMove(kind, region, options, { connect, say });
    });
}
