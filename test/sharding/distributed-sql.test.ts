import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Monitoring } from '../../lib/monitoring';
import { DistributedSql, type DistributedSqlProps } from '../../lib/sharding';
import { Stacks } from '../database/harness';
import { TestService } from '../support/test-service';

const HERE = 'arn:aws:dsql:eu-west-1:111111111111:cluster/abc';
const THERE = 'arn:aws:dsql:eu-west-2:111111111111:cluster/def';

function make(props: Partial<DistributedSqlProps> = {}) {
  const stacks = new Stacks();
  return {
    ...stacks,
    database: new DistributedSql(stacks.data, 'Database', { name: 'shop', vpc: stacks.vpc, ...props }),
  };
}

function synthesize(props: Partial<DistributedSqlProps> = {}): Template {
  return Template.fromStack(make(props).data);
}

describe('DistributedSql', () => {
  test('is a cluster with a key of its own that cannot be deleted by mistake', () => {
    const template = synthesize();
    template.hasResource('AWS::DSQL::Cluster', {
      Properties: {
        DeletionProtectionEnabled: true,
        KmsEncryptionKey: { 'Fn::GetAtt': [Match.stringLikeRegexp('DatabaseKey'), 'Arn'] },
        MultiRegionProperties: Match.absent(),
        Tags: [{ Key: 'Name', Value: 'shop-dsql-g1' }],
      },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('lets Aurora DSQL use the key for clusters of this account and region alone', () => {
    synthesize().hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: 'dsql.amazonaws.com' },
            Condition: {
              ArnLike: {
                'aws:SourceArn': {
                  'Fn::Join': ['', ['arn:aws:dsql:eu-west-1:', { Ref: 'AWS::AccountId' }, ':cluster/*']],
                },
              },
            },
          }),
        ]),
      }),
    });
  });

  test('makes no key when it is given one', () => {
    const { data, vpc } = new Stacks();
    const encryptionKey = kms.Key.fromKeyArn(data, 'Given', 'arn:aws:kms:eu-west-1:111111111111:key/1');
    new DistributedSql(data, 'Database', { name: 'shop', vpc, encryptionKey });
    Template.fromStack(data).resourceCountIs('AWS::KMS::Key', 0);
  });

  test('is reached through an endpoint of the VPC that nobody may use who is not bound', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Interface',
      ServiceName: { 'Fn::GetAtt': [Match.stringLikeRegexp('DatabaseCluster'), 'VpcEndpointServiceName'] },
      PrivateDnsEnabled: true,
    });
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: Match.absent() });
  });

  test('shares an endpoint that is there', () => {
    const { data, vpc } = new Stacks();
    const first = new DistributedSql(data, 'First', { name: 'shop', vpc });
    const vpcEndpoint = data.node.findChild('First').node.findChild('Endpoint') as ec2.InterfaceVpcEndpoint;
    const second = new DistributedSql(data, 'Second', { name: 'shop', generation: 2, vpc, vpcEndpoint });
    Template.fromStack(data).resourceCountIs('AWS::EC2::VPCEndpoint', 1);
    expect(second.connections.securityGroups).toEqual(first.connections.securityGroups);
  });

  test('leaves nothing behind when it is disposable', () => {
    const template = synthesize({ disposable: true });
    template.hasResource('AWS::DSQL::Cluster', {
      Properties: { DeletionProtectionEnabled: false },
      DeletionPolicy: 'Delete',
    });
    template.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Delete' });
  });

  test('is linked in two deployments: with its witness first, and with both clusters then', () => {
    synthesize({ witnessRegion: 'us-west-2' }).hasResourceProperties('AWS::DSQL::Cluster', {
      MultiRegionProperties: { WitnessRegion: 'us-west-2', Clusters: Match.absent() },
    });
    synthesize({ witnessRegion: 'us-west-2', clusterArns: [HERE, THERE] }).hasResourceProperties('AWS::DSQL::Cluster', {
      MultiRegionProperties: { WitnessRegion: 'us-west-2', Clusters: [HERE, THERE] },
    });
  });

  test('gives a service the way there and the right to connect, and no password', () => {
    const { svc, vpc, database } = make();
    const service = new TestService(svc, vpc);
    database.bindToService(service);
    expect(service.environment).toMatchObject({
      DATABASE_NAME: 'postgres',
      DATABASE_PORT: '5432',
      DATABASE_READER_PORT: '5432',
      DATABASE_ENGINE: 'postgres',
      DATABASE_USER: 'app_iam',
    });
    expect(service.environment.DATABASE_WRITER_HOST).toBe(service.environment.DATABASE_READER_HOST);
    expect(service.secrets).toEqual({});
    const template = Template.fromStack(svc);
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { FromPort: 5432, ToPort: 5432 });
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 5432, ToPort: 5432 });
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: Match.objectLike({ Statement: [Match.objectLike({ Action: 'dsql:DbConnect' })] }),
    });
  });

  test('watches conflicts, timeouts, connections and storage', () => {
    const { data, database } = make();
    database.monitor(new Monitoring(data, 'Monitoring', { name: 'shop' }));
    const template = Template.fromStack(data);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 4);
    const id = { 'Fn::GetAtt': [Match.stringLikeRegexp('DatabaseCluster'), 'Identifier'] };
    for (const MetricName of ['QueryTimeouts', 'ClusterStorageSize']) {
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        Namespace: 'AWS/AuroraDSQL',
        MetricName,
        Dimensions: [{ Name: 'ClusterId', Value: id }],
      });
    }
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Threshold: 5,
      Metrics: Match.arrayWith([
        Match.objectLike({ Expression: 'IF(transactions >= 100, 100 * conflicts / transactions, 0)' }),
      ]),
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Usage',
      MetricName: 'ResourceCount',
      Threshold: 8000,
      Dimensions: Match.arrayWith([{ Name: 'Resource', Value: 'ClusterConnectionCount' }]),
    });
  });

  test('looks as it did', () => {
    expect(synthesize()).toMatchSnapshot();
  });
});

describe('DistributedSql refuses', () => {
  const refusal = (props: Partial<DistributedSqlProps>) => () => synthesize(props);

  test('everything that is wrong at once', () => {
    expect(refusal({ name: 'Shop', generation: 0, witnessRegion: 'eu-west-1', clusterArns: ['abc'] })).toThrow(
      new Error(`Data/Database:
  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "Shop"; choose a shorter or simpler name; it can never change once something is deployed
  - generation must be a whole number between 1 and 99, got 0; start at 1 and add 1 when a resource must exist beside its successor
  - witnessRegion must not be the region of the cluster, got "eu-west-1"; a witness is in a third region
  - clusterArns[0] must be the ARN of a cluster of Aurora DSQL, got "abc"; put clusterArn out in the first deployment, and write it here as literal text
  - clusterArns must hold two clusters in two regions, got ["abc"]; give both clusters the same list`),
    );
  });

  test.each<[string, Partial<DistributedSqlProps>, string]>([
    [
      'a witness that is no region',
      { witnessRegion: 'Oregon' },
      'witnessRegion must be the name of a region, got "Oregon"; use one such as "us-west-2"',
    ],
    [
      'a link without a witness',
      { clusterArns: [HERE, THERE] },
      'witnessRegion must be given with clusterArns, got undefined; two clusters without a witness cannot decide who is away',
    ],
    [
      'a witness that has a cluster',
      { witnessRegion: 'eu-west-2', clusterArns: [HERE, THERE] },
      `witnessRegion must be a third region, got "eu-west-2" with ["${HERE}","${THERE}"]; a witness has no cluster`,
    ],
    [
      'a link between others',
      { witnessRegion: 'us-west-2', clusterArns: [THERE, THERE.replace('eu-west-2', 'eu-west-3')] },
      `clusterArns must hold the cluster of eu-west-1 itself, got ["${THERE}","${THERE.replace('eu-west-2', 'eu-west-3')}"]; give both clusters the same list`,
    ],
    [
      'a cluster that is linked to itself',
      { witnessRegion: 'us-west-2', clusterArns: [HERE, HERE] },
      `clusterArns must hold two clusters in two regions, got ["${HERE}","${HERE}"]; give both clusters the same list`,
    ],
    [
      'subnets in one zone',
      { vpcSubnets: { subnets: [] } },
      'vpcSubnets must select subnets in at least 2 zones, got 0; an endpoint in one zone is lost with it',
    ],
  ])('%s', (_, props, message) => {
    expect(refusal(props)).toThrow(new Error(`Data/Database: ${message}`));
  });
});
