import { CfnWaitConditionHandle, CrossStackReferences, ReferenceStrength, Stack, type App } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import {
  AuroraDatabase,
  AuroraGlobalDatabase,
  LoadBalancer,
  Monitoring,
  Network,
  NodeCache,
  QueueDemand,
  RdsDatabase,
  ServiceCluster,
  SessionStore,
  ShardedDatabase,
  WebService,
  WorkQueue,
} from '../../lib';
import { allowCloudWatchLogs, encryptionKey } from '../../lib/private/key';
import { TestService } from '../../test/support/test-service';

/** Where everything is but what is only offered in us-east-1. */
export const HOME = 'eu-west-1';

/** What the names of stacks begin with, but for those of a platform. */
export const AROUND = 'around-';

/** Name of the stack of the construct under test, unless that is a platform. */
export const TEST_STACK = `${AROUND}test`;

/**
 * What stands around the construct under test: the rest of somebody's app. Each part is there only when it is asked for, in a
 * stack of its own, so that its templates repeat and are judged once.
 */
export class World {
  private readonly parts = new Map<string, unknown>();

  constructor(
    public readonly app: App,
    private readonly region: string,
  ) {}

  /** The stack of the construct under test. */
  public get stack(): Stack {
    return this.part('Test', () => this.createStack('Test', this.region));
  }

  public get network(): Network {
    return this.part('Network', (stack, id) => new Network(stack, id, { name: 'around' }));
  }

  /** A network that somebody else has made, with subnets of all three kinds in two zones. */
  public get existingVpc(): ec2.IVpc {
    return this.part('ExistingVpc', (stack, id) => importedVpc(stack, id, ['public', 'private', 'isolated']));
  }

  /** A network in which a subnet is either public or has no way out. */
  public get vpcWithoutNat(): ec2.IVpc {
    return this.part('VpcWithoutNat', (stack, id) => importedVpc(stack, id, ['public', 'isolated']));
  }

  /** A network all of whose subnets reach the internet. */
  public get vpcWithoutIsolation(): ec2.IVpc {
    return this.part('VpcWithoutIsolation', (stack, id) => importedVpc(stack, id, ['public', 'private']));
  }

  /** A key whose policy lets CloudWatch Logs use it, as docstrings ask for. */
  public get key(): kms.IKey {
    return this.part('Key', (stack, id) => {
      const key = encryptionKey(stack, id, { description: 'Of somebody else' });
      allowCloudWatchLogs(key);
      return key;
    });
  }

  /** A key of the stack under test, for what has to be in its region. */
  public get ownKey(): kms.IKey {
    return this.part('OwnKey', () => {
      const key = encryptionKey(this.stack, 'OwnKey', { description: 'Of somebody else', removable: true });
      allowCloudWatchLogs(key);
      return key;
    });
  }

  public get importedKey(): kms.IKey {
    const arn = `arn:aws:kms:${this.region}:111111111111:key/00000000-0000-0000-0000-000000000000`;
    return this.part('ImportedKey', (stack, id) => kms.Key.fromKeyArn(stack, id, arn));
  }

  public get securityGroup(): ec2.ISecurityGroup {
    return this.part(
      'SecurityGroup',
      (stack, id) => new ec2.SecurityGroup(stack, id, { vpc: this.network.vpc, allowAllOutbound: false }),
    );
  }

  public get bucket(): s3.IBucket {
    return this.part('LogBucket', (stack, id) => s3.Bucket.fromBucketName(stack, id, 'somebodys-logs'));
  }

  public get certificate(): acm.ICertificate {
    const arn = `arn:aws:acm:${HOME}:111111111111:certificate/00000000-0000-0000-0000-000000000000`;
    return this.part('Certificate', (stack, id) => acm.Certificate.fromCertificateArn(stack, id, arn));
  }

  public get webService(): WebService {
    const { cluster, loadBalancer } = this;
    const image = ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:stable');
    return this.part(
      'WebService',
      (stack, id) => new WebService(stack, id, { cluster, loadBalancer, image, port: 8080 }),
    );
  }

  public secret(name: string): secretsmanager.ISecret {
    const arn = `arn:aws:secretsmanager:${HOME}:111111111111:secret:${name}-AbCdEf`;
    return this.part(`Secret${name}`, (stack, id) => secretsmanager.Secret.fromSecretCompleteArn(stack, id, arn));
  }

  public get cluster(): ServiceCluster {
    return this.part(
      'Cluster',
      (stack, id) =>
        new ServiceCluster(stack, id, {
          name: 'around',
          vpc: this.network.vpc,
          subnets: this.network.appSubnets,
          encryptionKey: this.key,
        }),
    );
  }

  public get loadBalancer(): LoadBalancer {
    return this.part(
      'LoadBalancer',
      (stack, id) =>
        new LoadBalancer(stack, id, { name: 'around', vpc: this.network.vpc, subnets: this.network.appSubnets }),
    );
  }

  public get secureLoadBalancer(): LoadBalancer {
    return this.part(
      'SecureLoadBalancer',
      (stack, id) =>
        new LoadBalancer(stack, id, {
          name: 'around',
          generation: 2,
          vpc: this.network.vpc,
          subnets: this.network.appSubnets,
          certificate: this.certificate,
        }),
    );
  }

  public get queueDemand(): QueueDemand {
    return this.part('QueueDemand', (stack, id) => new QueueDemand(stack, id, { cluster: this.cluster }));
  }

  public get queue(): WorkQueue {
    return this.part('Jobs', (stack, id) => new WorkQueue(stack, id, { name: 'around' }));
  }

  public get sessions(): SessionStore {
    return this.part('Sessions', (stack, id) => new SessionStore(stack, id, { name: 'around' }));
  }

  public get auroraDatabase(): AuroraDatabase {
    return this.part(
      'Aurora',
      (stack, id) =>
        new AuroraDatabase(stack, id, {
          name: 'around',
          vpc: this.network.vpc,
          vpcSubnets: this.network.dataSubnets,
          encryptionKey: this.key,
        }),
    );
  }

  /** The first of several databases, and the one that holds further slots. */
  public get firstShard(): AuroraDatabase {
    return this.shard('FirstShard');
  }

  public get secondShard(): AuroraDatabase {
    return this.shard('SecondShard', 1);
  }

  /** A cache that others can follow, and one that is too small for that. */
  public get replicableCache(): NodeCache {
    return this.nodeCache('ReplicableCache', 'r7g.large');
  }

  public get smallCache(): NodeCache {
    return this.nodeCache('SmallCache', 't4g.small');
  }

  /** A global database whose home is another region. */
  public get globalDatabase(): AuroraGlobalDatabase {
    return this.part('GlobalDatabase', (_, id) => {
      const { stack, vpc } = this.origin;
      const source = new AuroraDatabase(stack, 'Source', { name: 'origin', vpc });
      return new AuroraGlobalDatabase(stack, id, { name: 'origin', source });
    });
  }

  /** A database of plain RDS in another region. */
  public get remoteDatabase(): RdsDatabase {
    return this.part('RemoteDatabase', (_, id) => {
      const { stack, vpc } = this.origin;
      return new RdsDatabase(stack, id, { name: 'origin', vpc });
    });
  }

  /** In the region of the construct under test: alarms reach topics of their region alone. */
  public get monitoring(): Monitoring {
    return this.part(
      'Monitoring',
      () => new Monitoring(this.createStack('Alarms', this.region), 'Monitoring', { name: 'around' }),
    );
  }

  /** A service that is bound to what is under test, in a stack of its own. */
  public get service(): TestService {
    return this.part('Service', () => new TestService(this.createStack('Consumer', HOME), this.network.vpc));
  }

  private shard(id: string, shard?: number): AuroraDatabase {
    return this.part(id, () => {
      const stack = this.createStack(id, HOME);
      const { network, securityGroup, key } = this;
      return new AuroraDatabase(stack, id, {
        name: 'around',
        shard,
        vpc: network.vpc,
        vpcSubnets: network.dataSubnets,
        encryptionKey: key,
        parameters: ShardedDatabase.PARAMETERS,
        ...(shard === undefined ? { securityGroup } : { sharedSecurityGroup: securityGroup }),
      });
    });
  }

  private get origin(): { readonly stack: Stack; readonly vpc: ec2.IVpc } {
    return this.part('Origin', () => {
      const stack = this.createStack('Origin', 'eu-central-1');
      return { stack, vpc: new Network(stack, 'Network', { name: 'origin' }).vpc };
    });
  }

  private around(): Stack {
    const known = this.parts.get('Around') as Stack | undefined;
    if (known) return known;
    const stack = this.createStack('Around', HOME);
    // What is imported leaves no resource, and a stack needs one.
    new CfnWaitConditionHandle(stack, 'Something');
    this.parts.set('Around', stack);
    return stack;
  }

  /** In the region of the construct under test. */
  private nodeCache(id: string, nodeType: string): NodeCache {
    return this.part(id, (stack) => {
      const { vpc, dataSubnets: vpcSubnets } = this.network;
      const props = { name: 'around', vpc, vpcSubnets, encryptionKey: this.key };
      return new NodeCache(stack, id, { ...props, nodeType: new ec2.InstanceType(nodeType) });
    });
  }

  private part<T>(id: string, create: (around: Stack, id: string) => T): T {
    if (!this.parts.has(id)) this.parts.set(id, create(this.around(), id));
    return this.parts.get(id) as T;
  }

  private createStack(id: string, region: string): Stack {
    const stack = new Stack(this.app, id, { env: { region }, stackName: `${AROUND}${id.toLowerCase()}` });
    CrossStackReferences.of(stack).consume(region === HOME ? ReferenceStrength.STRONG : ReferenceStrength.WEAK);
    return stack;
  }
}

/** Kinds of subnets of an imported network, and what their ids begin with. */
const KINDS = { public: '0aaaaaaaaaaaaaaa', private: '0bbbbbbbbbbbbbbb', isolated: '0ccccccccccccccc' };

type SubnetKind = keyof typeof KINDS;

function importedVpc(stack: Stack, id: string, kinds: readonly SubnetKind[]): ec2.IVpc {
  const subnets = (kind: SubnetKind) =>
    kinds.includes(kind)
      ? {
          [`${kind}SubnetIds`]: ['0', '1'].map((zone) => `subnet-${KINDS[kind]}${zone}`),
          [`${kind}SubnetRouteTableIds`]: ['0', '1'].map((zone) => `rtb-${KINDS[kind]}${zone}`),
        }
      : {};
  return ec2.Vpc.fromVpcAttributes(stack, id, {
    vpcId: 'vpc-0123456789abcdef0',
    vpcCidrBlock: '10.1.0.0/16',
    availabilityZones: [`${HOME}a`, `${HOME}b`],
    ...subnets('public'),
    ...subnets('private'),
    ...subnets('isolated'),
  });
}
