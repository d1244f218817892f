import { CrossStackReferences, ReferenceStrength, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { stackProps, type PlatformStackProps } from './stack-props';
import { Monitoring } from '../monitoring';
import { Network, type Nat } from '../network';
import { allowCloudWatchLogs } from '../private/key';

/** Properties for defining a NetStack. */
export interface NetStackProps extends PlatformStackProps {
  readonly nat?: Nat;
  readonly zones?: number;
  readonly runbookUrl?: string;
}

/** The network of a region and the topics of its alarms: everything that other stacks may import and that never leaves. */
export class NetStack extends Stack {
  public readonly network: Network;
  public readonly monitoring: Monitoring;
  /** Encrypts logs and alarm topics. */
  public readonly key: kms.Key;

  constructor(scope: Construct, id: string, props: NetStackProps) {
    super(scope, id, stackProps('net', props));
    CrossStackReferences.of(this).consume(ReferenceStrength.STRONG);

    this.key = new kms.Key(this, 'Key', {
      description: `Logs and alarms of ${props.name}`,
      enableKeyRotation: true,
      // Logs that outlive the stack stay readable.
      removalPolicy: props.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    allowCloudWatchLogs(this.key);
    this.monitoring = new Monitoring(this, 'Monitoring', {
      name: props.name,
      encryptionKey: this.key,
      runbookUrl: props.runbookUrl,
    });
    this.network = new Network(this, 'Network', {
      name: props.name,
      zones: props.zones,
      nat: props.nat,
      encryptionKey: this.key,
    });
  }
}
