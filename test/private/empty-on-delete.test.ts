import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Backup } from '../../lib/backup';
import { ObjectStore } from '../../lib/objects';
import { WebService } from '../../lib/web';
import { IMAGE, testCluster } from '../service/fixtures';
import { testLoadBalancer } from '../web/fixtures';
import { testStack } from '../support/test-app';
import { resourcesOf } from '../support/templates';

const BUCKET = { 'Fn::GetAtt': [Match.stringLikeRegexp('^ObjectsBucket'), 'Arn'] };

function disposableStore(stack: Stack, encryptionKey?: kms.IKey): ObjectStore {
  return new ObjectStore(stack, 'Objects', { name: 'shop', disposable: true, encryptionKey });
}

function idsOf(template: Template, type: string): string[] {
  return Object.keys(template.findResources(type));
}

describe('what empties a disposable bucket', () => {
  const stack = testStack();
  disposableStore(stack);
  const template = Template.fromStack(stack);

  test('may delete what is in that bucket, and nothing else', () => {
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }),
          Match.objectLike({ Action: 'sqs:SendMessage' }),
          Match.objectLike({ Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'] }),
          {
            Effect: 'Allow',
            Action: ['s3:GetBucketTagging', 's3:ListBucketMultipartUploads', 's3:ListBucketVersions'],
            Resource: BUCKET,
          },
          {
            Effect: 'Allow',
            Action: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:DeleteObjectVersion'],
            Resource: { 'Fn::Join': ['', [BUCKET, '/*']] },
          },
        ],
      },
    });
  });

  test('is deleted before the bucket, its policy and the function with its permissions', () => {
    const waited = ['AWS::S3::BucketPolicy', 'AWS::Lambda::Function', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Role'];
    template.hasResource('Custom::DisposableContents', {
      Properties: { bucket: { Ref: Match.stringLikeRegexp('^ObjectsBucket') }, ServiceTimeout: '960' },
    });
    const [contents] = Object.values(template.findResources('Custom::DisposableContents')) as { DependsOn: string[] }[];
    expect(contents?.DependsOn).toEqual(expect.arrayContaining(waited.flatMap((type) => idsOf(template, type))));
  });

  test('finds a tag on the bucket, which goes before it when the bucket becomes permanent', () => {
    const tag = [{ Key: 'zero-to-millions:disposable', Value: 'true' }];
    template.hasResourceProperties('AWS::S3::Bucket', { Tags: tag });
    const permanent = testStack();
    new ObjectStore(permanent, 'Objects', { name: 'shop' });
    Template.fromStack(permanent).hasResourceProperties('AWS::S3::Bucket', { Tags: Match.absent() });
  });

  test('has 15 minutes, and logs with the key of the bucket', () => {
    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 900, MemorySize: 512 });
    template.resourceCountIs('AWS::KMS::Key', 1);
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: { 'Fn::Join': ['', ['logs.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] } },
          }),
        ]),
      },
    });
  });

  test('leaves nothing of its own behind', () => {
    const kept = Object.values(resourcesOf(template)).filter(
      ({ DeletionPolicy: policy = 'Delete' }) => policy !== 'Delete',
    );
    expect(kept).toEqual([]);
  });
});

describe('what empties', () => {
  test('is one function for all that is disposable in a stack', () => {
    const stack = testStack();
    disposableStore(stack);
    const resources = [backup.BackupResource.fromArn('arn:aws:dynamodb:eu-west-1:111111111111:table/shop')];
    new Backup(stack, 'Backup', { name: 'shop', resources, disposable: true });
    const template = Template.fromStack(stack);
    template.resourceCountIs('Custom::DisposableContents', 2);
    template.resourceCountIs('AWS::Lambda::Function', 1);
  });

  test('logs with a key of its own where that of the bucket is imported', () => {
    const stack = testStack();
    disposableStore(stack, kms.Key.fromKeyArn(stack, 'Given', 'arn:aws:kms:eu-west-1:111111111111:key/given'));
    Template.fromStack(stack).resourceCountIs('AWS::KMS::Key', 1);
  });
});

describe('a service of the same stack', () => {
  test('stops before the bucket that it writes to is emptied', () => {
    const stack = testStack();
    const store = disposableStore(stack);
    const cluster = testCluster(stack);
    const loadBalancer = testLoadBalancer(stack, { vpc: cluster.cluster.vpc });
    const web = new WebService(stack, 'Web', { cluster, loadBalancer, image: IMAGE, port: 8080 });
    store.bindToService(web);
    const template = Template.fromStack(stack);
    template.hasResource('AWS::ECS::Service', {
      DependsOn: Match.arrayWith(idsOf(template, 'Custom::DisposableContents')),
    });
  });
});
