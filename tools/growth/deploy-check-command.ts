import type { Command } from 'commander';
import type { DeployCheckOptions } from './run-deploy-check';

/** `ztm deploy-check`: asks CloudFormation itself what it would replace. */
export function addDeployCheckCommand(program: Command): void {
  program
    .command('deploy-check')
    .description(
      'have CloudFormation prepare the change of each deployed stack, and fail when it would replace or remove what holds data; needs credentials of AWS',
    )
    .argument('[assembly]', 'folder that cdk synth wrote', 'cdk.out')
    .option('--protect', 'give each deployed stack a policy that denies replacing and deleting what holds data')
    .addHelpText(
      'after',
      '\nEnds with 1 when something that holds data is not safe. The change sets are deleted again.',
    )
    .action(async (assembly: string, options: DeployCheckOptions) => {
      const { runDeployCheck } = await import('./run-deploy-check.js');
      process.exitCode = await runDeployCheck(assembly, options);
    });
}
