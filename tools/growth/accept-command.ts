import type { Command } from 'commander';
import type { AcceptOptions } from './run-accept';

/** `ztm accept`: writes what must not change from now on. */
export function addAcceptCommand(program: Command): void {
  program
    .command('accept')
    .description('write growth.lock.json: what is deployed and must not be replaced, for SafeGrowth to compare with')
    .argument('[assembly]', 'folder that cdk synth wrote', 'cdk.out')
    .option('--add', 'the assembly is another deployment than those in the file, such as one more environment')
    .option('--deployed', 'take what is deployed under the names of its stacks; needs credentials of AWS')
    .option('--baseline <file>', 'another file than growth.lock.json')
    .action(async (assembly: string, options: AcceptOptions) => {
      const { runAccept } = await import('./run-accept.js');
      await runAccept(assembly, options);
    });
}
