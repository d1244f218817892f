import { CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { stackProps, type PlatformStackProps } from './stack-props';
import { CopyVault } from '../backup';

/** Copies of backups, in another region than everything else. Deployed before what copies to it, which only names it. */
export class CopiesStack extends Stack {
  constructor(scope: Construct, id: string, props: PlatformStackProps) {
    super(scope, id, stackProps('copies', props));
    CrossStackReferences.of(this).consume(ReferenceStrength.STRONG);

    const { name, disposable } = props;
    new CopyVault(this, 'Vault', { name, disposable });
  }
}
