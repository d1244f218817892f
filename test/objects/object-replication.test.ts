import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ObjectReplication, ObjectStore, type ObjectReplicationProps } from '../../lib/objects';
import { testApp, testStack } from '../support/test-app';
import { resourcesOf } from '../support/templates';

const ACCOUNT = '111111111111';
const REGIONS = ['eu-west-1', 'eu-central-1', 'ap-northeast-1'];
const SIX = ['ap-northeast-1', 'ap-southeast-1', 'ap-southeast-2', 'eu-central-1', 'us-east-1', 'us-west-2'];

const nameIn = (region: string) => `shop-objects-g1-${ACCOUNT}-${region}`;
const bucketIn = (region: string) => ({ bucket: nameIn(region), region });

function synthesize(props: Partial<ObjectReplicationProps> = {}): Template {
  const stack = testStack({ env: { account: ACCOUNT, region: 'eu-west-1' } });
  new ObjectReplication(stack, 'Replication', { name: 'shop', regions: REGIONS, ...props });
  return Template.fromStack(stack);
}

/** Resources of a type below the node of one region. */
function ofRegion(template: Template, type: string, region: string): [string, Record<string, unknown>][] {
  const part = region.replaceAll('-', '');
  return Object.entries(resourcesOf(template))
    .filter(([id, resource]) => resource.Type === type && id.includes(`Sources${part}`))
    .map(([id, resource]) => [id, resource.Properties ?? {}]);
}

describe('ObjectReplication', () => {
  test.each(REGIONS)('replicates the bucket of %s to all others, with a role of its own', (region) => {
    const template = synthesize();
    const [[role] = []] = ofRegion(template, 'AWS::IAM::Role', region);
    template.hasResourceProperties('Custom::ObjectReplication', {
      source: bucketIn(region),
      destinations: REGIONS.filter((other) => other !== region).map(bucketIn),
      role: { 'Fn::GetAtt': [role, 'Arn'] },
      revision: Match.absent(),
      ServiceTimeout: '360',
    });
  });

  test('names the buckets as their stores do, and refers to none of them', () => {
    const app = testApp();
    const stores = REGIONS.map((region) => {
      const stack = new Stack(app, `Data-${region}`, { env: { account: ACCOUNT, region } });
      return new ObjectStore(stack, 'Objects', { name: 'shop', generation: 3 }).bucketName;
    });
    const stack = new Stack(app, 'Replication', { env: { account: ACCOUNT, region: 'eu-west-1' } });
    new ObjectReplication(stack, 'Replication', { name: 'shop', generation: 3, regions: REGIONS });
    app.synth();
    const sources = Object.values(Template.fromStack(stack).findResources('Custom::ObjectReplication')).map(
      ({ Properties }) => (Properties as { source: { bucket: string } }).source.bucket,
    );
    expect(sources.sort()).toEqual(stores.sort());
    expect(stack.dependencies).toEqual([]);
  });

  test('names them in any account', () => {
    const stack = testStack();
    new ObjectReplication(stack, 'Replication', { name: 'shop', regions: REGIONS });
    Template.fromStack(stack).hasResourceProperties('Custom::ObjectReplication', {
      source: {
        bucket: { 'Fn::Join': ['', ['shop-objects-g1-', { Ref: 'AWS::AccountId' }, '-eu-central-1']] },
        region: 'eu-central-1',
      },
    });
  });

  test('lets S3 read one bucket, write the others, and use keys for nothing else', () => {
    const [[, policy] = []] = ofRegion(synthesize(), 'AWS::IAM::ManagedPolicy', 'eu-west-1');
    const objectsOf = (region: string) => `arn:aws:s3:::${nameIn(region)}/*`;
    const keyStatement = (region: string, Action: string | string[]) => ({
      Effect: 'Allow',
      Action,
      Resource: `arn:aws:kms:${region}:${ACCOUNT}:key/*`,
      Condition: {
        StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
        StringLike: { 'kms:EncryptionContext:aws:s3:arn': [`arn:aws:s3:::${nameIn(region)}`, objectsOf(region)] },
      },
    });
    expect(JSON.parse(withoutPseudoParameters(policy?.PolicyDocument))).toMatchObject({
      Statement: [
        {
          Effect: 'Allow',
          Action: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
          Resource: `arn:aws:s3:::${nameIn('eu-west-1')}`,
        },
        {
          Effect: 'Allow',
          Action: [
            's3:GetObjectLegalHold',
            's3:GetObjectRetention',
            's3:GetObjectVersionAcl',
            's3:GetObjectVersionForReplication',
            's3:GetObjectVersionTagging',
          ],
          Resource: objectsOf('eu-west-1'),
        },
        {
          Effect: 'Allow',
          Action: ['s3:ReplicateDelete', 's3:ReplicateObject', 's3:ReplicateTags'],
          Resource: [objectsOf('ap-northeast-1'), objectsOf('eu-central-1')],
        },
        keyStatement('eu-west-1', 'kms:Decrypt'),
        keyStatement('eu-central-1', ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey']),
        keyStatement('ap-northeast-1', ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey']),
      ],
    });
  });

  test('lets nobody but S3 have the role', () => {
    const [[, role] = []] = ofRegion(synthesize(), 'AWS::IAM::Role', 'eu-west-1');
    expect(role?.AssumeRolePolicyDocument).toMatchObject({
      Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' } }],
    });
  });

  test('has policies that IAM accepts, with six regions and the longest name', () => {
    const template = synthesize({ name: 'a'.repeat(20), generation: 99, regions: SIX });
    for (const { Properties } of Object.values(template.findResources('AWS::IAM::ManagedPolicy'))) {
      const { PolicyDocument } = Properties as { PolicyDocument: unknown };
      expect(withoutPseudoParameters(PolicyDocument).length).toBeLessThan(6144);
    }
  });

  test('lets the function configure the buckets of this deployment in any region, and hand S3 these roles', () => {
    const template = synthesize();
    const roles = REGIONS.map((region) => ofRegion(template, 'AWS::IAM::Role', region)[0]?.[0]);
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: [
              's3:GetEncryptionConfiguration',
              's3:GetReplicationConfiguration',
              's3:PutReplicationConfiguration',
            ],
            Resource: Match.anyValue(),
          }),
          {
            Effect: 'Allow',
            Action: 'iam:PassRole',
            Resource: [...roles].sort().map((role) => ({ 'Fn::GetAtt': [role, 'Arn'] })),
            Condition: { StringEquals: { 'iam:PassedToService': 's3.amazonaws.com' } },
          },
        ]),
      },
    });
    const policies = withoutPseudoParameters(template.findResources('AWS::IAM::ManagedPolicy'));
    expect(policies).toContain(`"arn:aws:s3:::shop-objects-g1-${ACCOUNT}-*"`);
  });

  test('begins when the permissions are there, and ends before they go', () => {
    const template = synthesize();
    for (const region of REGIONS) {
      const [[id] = ['']] = ofRegion(template, 'Custom::ObjectReplication', region);
      const { DependsOn } = template.findResources('Custom::ObjectReplication')[id] as { DependsOn: string[] };
      const waited = [
        ...ofRegion(template, 'AWS::IAM::Role', region),
        ...ofRegion(template, 'AWS::IAM::ManagedPolicy', region),
      ].map(([other]) => other);
      expect(DependsOn).toEqual(expect.arrayContaining(waited));
      expect(DependsOn.some((other) => other.includes('HandlerFunction'))).toBe(true);
    }
  });

  test('is put again when the revision is raised', () => {
    synthesize({ revision: 2 }).allResourcesProperties('Custom::ObjectReplication', { revision: 2 });
  });

  test('keeps the logical ids of every region when one is added', () => {
    const ids = (regions: string[]) => Object.keys(resourcesOf(synthesize({ regions })));
    expect(ids(REGIONS)).toEqual(expect.arrayContaining(ids(REGIONS.slice(0, 2))));
  });
});

function withoutPseudoParameters(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) => {
    const join = (part as { 'Fn::Join'?: [string, unknown[]] } | null)?.['Fn::Join'];
    return join ? join[1].map((item) => (typeof item === 'string' ? item : PSEUDO[refOf(item)])).join(join[0]) : part;
  });
  return text;
}

const PSEUDO: Record<string, string> = { 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com' };

function refOf(item: unknown): string {
  return (item as { Ref: string }).Ref;
}
