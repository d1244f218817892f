import { App, CfnOutput, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { override, type Mistake } from './mistake';

const POSTGRES = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 });
const ISOLATED = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
const AURORA = rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_6 });

function data(app: App): { stack: Stack; vpc: ec2.IVpc } {
  const stack = new Stack(app, 'Data');
  return { stack, vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 }) };
}

/** A stack with one database instance. */
function instance(props: Partial<rds.DatabaseInstanceProps> = {}, change: (stack: Stack) => void = () => undefined) {
  return (app: App): void => {
    const { stack, vpc } = data(app);
    new rds.DatabaseInstance(stack, 'Db', { engine: POSTGRES, vpc, vpcSubnets: ISOLATED, ...props });
    change(stack);
  };
}

/** A stack with one cluster. */
function cluster(
  props: Partial<rds.DatabaseClusterProps> = {},
  change: (stack: Stack, cluster: rds.DatabaseCluster) => void = () => undefined,
) {
  return (app: App): void => {
    const { stack, vpc } = data(app);
    const made = new rds.DatabaseCluster(stack, 'Db', {
      engine: AURORA,
      writer: rds.ClusterInstance.provisioned('writer'),
      vpc,
      vpcSubnets: ISOLATED,
      ...props,
    });
    change(stack, made);
  };
}

/** A stack whose database gets its subnet group from another one. */
function apart(reference: unknown) {
  return (app: App): void => {
    const { stack, vpc } = data(app);
    const group = new rds.SubnetGroup(stack, 'Group', { vpc, vpcSubnets: ISOLATED, description: 'group' });
    new CfnOutput(stack, 'GroupName', { value: group.subnetGroupName, exportName: 'group' });
    const consumer = new Stack(app, 'Consumer');
    const raw = new rds.CfnDBInstance(consumer, 'Db', { engine: 'postgres', dbInstanceClass: 'db.t4g.micro' });
    raw.addPropertyOverride('DBSubnetGroupName', reference);
  };
}

/** Databases that somebody lost, or nearly. */
export const DATABASE_MISTAKES: readonly Mistake[] = [
  {
    link: 'https://github.com/aws/aws-cdk/issues/8120',
    story: 'a database is moved into a construct of its own',
    before: instance(),
    after: (app) => {
      const { stack, vpc } = data(app);
      const home = new Construct(stack, 'Storage');
      new rds.DatabaseInstance(home, 'Db', {
        engine: POSTGRES,
        vpc,
        vpcSubnets: ISOLATED,
      });
    },
    verdicts: {
      'Data/Db/Resource': 'REMOVED blocks',
      'Data/Db/Secret/Resource': 'REMOVED blocks',
      'Data/Storage/Db/Resource': 'ADDED',
    },
    reason: 'it is renamed to Storage',
  },
  {
    link: 'https://github.com/aws/aws-cdk/issues/12112',
    story: 'a developer deploys with the user name of their own machine',
    before: instance({
      credentials: rds.Credentials.fromPassword('production', {
        unsafeUnwrap: () => 'x',
        toString: () => 'x',
      } as never),
    }),
    after: instance({
      credentials: rds.Credentials.fromPassword('laptop', { unsafeUnwrap: () => 'x', toString: () => 'x' } as never),
    }),
    verdicts: { 'Data/Db/Resource': 'REPLACED blocks' },
    reason: 'the first user is named only when a database is made',
  },
  {
    link: 'https://github.com/aws/aws-cdk/issues/31426',
    story: 'protection goes off while the subnet group becomes another one: the difference showed no replacement',
    before: instance({ deletionProtection: true, removalPolicy: RemovalPolicy.RETAIN }),
    after: instance({ deletionProtection: false, removalPolicy: RemovalPolicy.DESTROY }, (stack) => {
      stack.renameLogicalId(
        stack.getLogicalId(
          stack.node.findChild('Db').node.findChild('SubnetGroup').node.defaultChild as rds.CfnDBSubnetGroup,
        ),
        'OtherSubnetGroup',
      );
    }),
    verdicts: { 'Data/Db/Resource': 'REPLACED blocks' },
    reason: 'nothing keeps the instance from being deleted any more',
  },
  {
    link: 'https://github.com/aws/aws-cdk/issues/20634',
    story: 'a new version of the CDK writes the identifier of the cluster in small letters',
    before: cluster({}, (stack) => override(stack, 'Db', 'DBClusterIdentifier', 'customercdk-Prod-Aurora')),
    after: cluster({}, (stack) => override(stack, 'Db', 'DBClusterIdentifier', 'customercdk-prod-aurora')),
    verdicts: { 'Data/Db/Resource': 'REPLACED blocks' },
    reason: 'the identifier is the identity',
  },
  {
    link: 'https://github.com/aws/aws-cdk/issues/30383',
    story:
      'a new version of the CDK lets readers wait for the writer: the upgrade looked as if it would make the database anew',
    before: cluster({ readers: [rds.ClusterInstance.provisioned('reader')] }, (_, { node }) => {
      (node.findChild('reader').node.defaultChild as rds.CfnDBInstance).addOverride('DependsOn', undefined);
    }),
    after: cluster({ readers: [rds.ClusterInstance.provisioned('reader')] }),
    verdicts: {
      'Data/Db/Resource': 'UNCHANGED',
      'Data/Db/writer/Resource': 'UNCHANGED',
      'Data/Db/reader/Resource': 'UNCHANGED',
    },
  },
  {
    link: 'https://github.com/aws/aws-cdk/issues/25898',
    story: 'instances become a writer and readers: all of them are made anew, the data stays with the cluster',
    before: (app) => {
      const { stack, vpc } = data(app);
      const made = new rds.DatabaseCluster(stack, 'Db', {
        engine: AURORA,
        vpc,
        vpcSubnets: ISOLATED,
        writer: rds.ClusterInstance.provisioned('Instance1'),
      });
      void made;
    },
    after: cluster(),
    verdicts: {
      'Data/Db/Resource': 'UNCHANGED',
      'Data/Db/Instance1/Resource': 'REMOVED',
      'Data/Db/writer/Resource': 'ADDED',
    },
    reason: 'the cluster keeps the data',
  },
  {
    link: 'https://github.com/aws/aws-cdk/issues/10800',
    story: 'a new version of the CDK gives the secret another logical id, and the user name is looked up in it',
    before: cluster(),
    after: cluster({}, (stack, { node }) => {
      stack.renameLogicalId(
        stack.getLogicalId(node.findChild('Secret').node.defaultChild as never),
        'DbSecret3fdaad7efa858a3daf9490cf0a702aeb',
      );
    }),
    verdicts: { 'Data/Db/Resource': 'REPLACED blocks', 'Data/Db/Secret/Resource': 'ADDED, REMOVED blocks' },
    reason: 'the first user is named only when a cluster is made',
  },
  {
    link: 'https://github.com/aws/aws-cdk/issues/15478',
    story: 'a new version of the CDK writes the user name as text instead of looking it up',
    before: instance(),
    after: instance({}, (stack) => override(stack, 'Db', 'MasterUsername', 'postgres')),
    verdicts: { 'Data/Db/Resource': 'REPLACED blocks' },
    reason: 'the first user is named only when a database is made',
  },
  {
    link: 'https://github.com/aws/aws-cdk/issues/6718',
    story: 'the default of encryption is written down',
    before: instance(),
    after: instance({ storageEncrypted: false }),
    verdicts: { 'Data/Db/Resource': 'REPLACED blocks' },
    reason: 'a database is encrypted only when it is made',
  },
  {
    link: 'https://github.com/aws-samples/cdk-keycloak/issues/123',
    story: 'a minor release of a construct names the first database',
    before: cluster(),
    after: cluster({ defaultDatabaseName: 'keycloak' }),
    verdicts: { 'Data/Db/Resource': 'REPLACED blocks' },
    reason: 'the first database is named only when a cluster is made',
  },
  {
    link: 'https://github.com/aws/aws-cdk/issues/14269',
    story: 'a new version of the CDK writes the name of the subnet group in small letters',
    before: instance({}, (stack) =>
      override(stack.node.findChild('Db') as never, 'SubnetGroup', 'DBSubnetGroupName', 'Shop-Group'),
    ),
    after: instance({}, (stack) =>
      override(stack.node.findChild('Db') as never, 'SubnetGroup', 'DBSubnetGroupName', 'shop-group'),
    ),
    verdicts: { 'Data/Db/SubnetGroup/Default': 'REPLACED', 'Data/Db/Resource': 'REPLACED blocks' },
    reason: 'an instance cannot be moved to other subnets',
  },
  {
    link: 'https://github.com/aws/aws-cdk/issues/38829',
    story: 'strong references become weak ones, by a feature flag',
    before: apart(Fn.importValue('group')),
    after: apart({ 'Fn::GetStackOutput': { StackName: 'Data', OutputName: 'GroupName' } }),
    verdicts: { 'Consumer/Db': 'REPLACED blocks' },
    reason: 'CloudFormation does not know it while it plans',
  },
  {
    link: 'https://github.com/cloudposse/terraform-aws-rds-cluster/issues/281',
    story: 'a plan takes the cluster out of its global database',
    before: cluster({}, (stack) => override(stack, 'Db', 'GlobalClusterIdentifier', 'world')),
    after: cluster(),
    verdicts: { 'Data/Db/Resource': 'UPDATED blocks' },
    reason: 'the cluster leaves the global database',
  },
  {
    link: 'https://github.com/aws/aws-cdk/issues/22212',
    story: 'a regional cluster is to become the first of a global database by naming it',
    before: cluster(),
    after: cluster({}, (stack) => override(stack, 'Db', 'GlobalClusterIdentifier', 'world')),
    verdicts: { 'Data/Db/Resource': 'REPLACED blocks' },
    reason: 'a cluster joins a global database only when it is made',
  },
  {
    link: 'https://github.com/anomalyco/sst/issues/6156',
    story: 'the template has an older version than the cluster, which was upgraded since',
    before: cluster({
      engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_8 }),
    }),
    after: cluster({
      engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_6 }),
    }),
    verdicts: { 'Data/Db/Resource': 'REJECTED blocks' },
    reason: 'an engine cannot be taken back to an older version',
  },
  {
    link: 'https://github.com/anomalyco/sst/issues/6585',
    story: 'a major upgrade of PostgreSQL without saying that it may be one',
    before: instance(),
    after: instance({ engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 }) }),
    verdicts: { 'Data/Db/Resource': 'REJECTED blocks' },
    reason: 'a major upgrade is refused unless AllowMajorVersionUpgrade is true',
  },
  {
    link: 'https://github.com/aws/aws-cdk/issues/21758',
    story: 'a major upgrade of Aurora whose instances have a version of their own: the roll-back failed as well',
    before: cluster({}, (_, { node }) =>
      (node.findChild('writer').node.defaultChild as rds.CfnDBInstance).addPropertyOverride('EngineVersion', '15.4'),
    ),
    after: cluster({}, (_, { node }) =>
      (node.findChild('writer').node.defaultChild as rds.CfnDBInstance).addPropertyOverride('EngineVersion', '16.6'),
    ),
    verdicts: { 'Data/Db/writer/Resource': 'REJECTED blocks' },
    reason: 'the cluster gives its members their version',
  },
];
