import { CrossStackReferences, ReferenceStrength, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { stackProps, type PlatformStackProps } from './stack-props';
import { Monitoring } from '../monitoring';
import { Network, type Nat } from '../network';
import { allowCloudWatchLogs, encryptionKey } from '../private/key';

/** Properties for defining a NetStack. */
export interface NetStackProps extends PlatformStackProps {
  readonly nat?: Nat;
  readonly zones?: number;
  readonly runbookUrl?: string;
  /** Whether secrets of another region are replicated to this one. */
  readonly receivesSecrets?: boolean;
}

/** Name of the key that encrypts replicas of secrets: the region that they come from has no other way to refer to it. */
export function secretKeyAlias(name: string): string {
  return `alias/${name}-secrets`;
}

/** The network of a region and the topics of its alarms: everything that other stacks may import and that never leaves. */
export class NetStack extends Stack {
  public readonly network: Network;
  public readonly monitoring: Monitoring;
  /** Of the database and the cache. Here and not in Data, so that no service's rule is in the way when a cache goes. */
  public readonly databaseSecurityGroup: ec2.SecurityGroup;
  public readonly cacheSecurityGroup: ec2.SecurityGroup;
  /** Encrypts replicas of secrets. Here and not in Data, because home's Data, which writes them, is deployed before that. */
  public readonly secretKey?: kms.IKey;

  constructor(scope: Construct, id: string, props: NetStackProps) {
    super(scope, id, stackProps('net', props));
    CrossStackReferences.of(this).consume(ReferenceStrength.STRONG);

    const key = encryptionKey(this, 'Key', {
      description: `Logs and alarms of ${props.name}`,
      removable: props.disposable,
    });
    allowCloudWatchLogs(key);
    this.monitoring = new Monitoring(this, 'Monitoring', {
      name: props.name,
      encryptionKey: key,
      runbookUrl: props.runbookUrl,
    });
    this.network = new Network(this, 'Network', {
      name: props.name,
      zones: props.zones,
      nat: props.nat,
      encryptionKey: key,
    });
    this.databaseSecurityGroup = this.createSecurityGroup('DatabaseSecurityGroup', 'Database: in from its services');
    this.cacheSecurityGroup = this.createSecurityGroup('CacheSecurityGroup', 'Cache: in from its services');
    this.secretKey = props.receivesSecrets ? this.createSecretKey(props) : undefined;
  }

  private createSecretKey({ name, disposable }: NetStackProps): kms.IKey {
    const key = encryptionKey(this, 'SecretKey', {
      description: `Replicated secrets of ${name}`,
      removable: disposable,
    });
    new kms.Alias(this, 'SecretKeyAlias', { aliasName: secretKeyAlias(name), targetKey: key });
    // By ARN: whoever is given a secret would add statements to the policy of a key that it knows as a whole.
    return kms.Key.fromKeyArn(this, 'ReplicaKey', key.keyArn);
  }

  private createSecurityGroup(id: string, description: string): ec2.SecurityGroup {
    const group = new ec2.SecurityGroup(this, id, { vpc: this.network.vpc, description, allowAllOutbound: false });
    // Exported whether or not anything imports it: otherwise the export would go with the cache, under the services.
    this.exportValue(group.securityGroupId);
    return group;
  }
}
