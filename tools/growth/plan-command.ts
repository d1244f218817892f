import type { Command } from 'commander';
import { collectContext } from './options';
import type { PlanOptions } from './run-plan';

/** `ztm plan`: what it does to everything that runs when one side is deployed over the other. */
export function addPlanCommand(program: Command): void {
  program
    .command('plan')
    .description('say what a change does to what holds data, and what else it changes, interrupts and costs')
    .argument('<from>', 'folder of an assembly, stage of the app in this folder, or deployed')
    .argument('<to>', 'the same')
    .option('--json', 'for programs')
    .option('--html <file>', 'as a page for the people who decide')
    .option('-c, --context <key=value>', 'context for the app of this folder, as for cdk synth', collectContext, {})
    .option('--from-context <key=value>', 'context of the first alone, such as regions=eu-west-1', collectContext)
    .option('--to-context <key=value>', 'context of the second alone', collectContext)
    .addHelpText('after', '\nEnds with 1 when a change is blocked.')
    .action(async (from: string, to: string, options: PlanOptions) => {
      const { runPlan } = await import('./run-plan.js');
      process.exitCode = await runPlan(from, to, options);
    });
}
