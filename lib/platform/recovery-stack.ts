import { CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { stackProps, type PlatformStackProps } from './stack-props';
import { ObjectReplication } from '../objects';
import { allowCloudWatchLogs, encryptionKey } from '../private/key';

/** Properties for defining a RecoveryStack. */
export interface RecoveryStackProps extends PlatformStackProps {
  /** Every region of the platform, home first. */
  readonly regions: string[];
}

/** What needs every region to be there: the replication of uploads. Deployed after everything that it names. */
export class RecoveryStack extends Stack {
  constructor(scope: Construct, id: string, props: RecoveryStackProps) {
    super(scope, id, stackProps('recovery', props));
    CrossStackReferences.of(this).consume(ReferenceStrength.STRONG);

    const { name, regions } = props;
    const key = encryptionKey(this, 'Key', { description: `Logs of the recovery of ${name}`, removable: true });
    allowCloudWatchLogs(key);
    new ObjectReplication(this, 'ObjectReplication', { name, regions, encryptionKey: key });
  }
}
