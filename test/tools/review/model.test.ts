import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestedStack, Stack } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { readAssembly } from '../../../tools/review/model/assembly';
import { Model } from '../../../tools/review/model/model';
import { testApp } from '../../support/test-app';
import { modelOf, resource, stackOf } from './model';

const find = (model: Model, name: string) => {
  const found = model.resources.find(({ logicalId, label }) => logicalId === name || label.endsWith(name));
  if (!found) throw new Error(`no resource ${name}`);
  return found;
};

describe('references', () => {
  test.each([
    ['a reference', { Ref: 'Queue' }],
    ['an attribute', { 'Fn::GetAtt': ['Queue', 'Arn'] }],
    ['an attribute with a dot', { 'Fn::GetAtt': 'Queue.Arn' }],
    ['a substitution', { 'Fn::Sub': 'https://${Queue.QueueName}' }],
    ['a substitution with variables', { 'Fn::Sub': ['${name}', { name: { Ref: 'Queue' } }] }],
    ['an ARN in parts', { 'Fn::Join': [':', ['arn:aws:sqs:eu-west-1', { Ref: 'AWS::AccountId' }, 'jobs']] }],
    ['a URL with a name', { 'Fn::Sub': 'https://sqs.eu-west-1.${AWS::URLSuffix}/${AWS::AccountId}/jobs' }],
    ['a choice', { 'Fn::If': ['Never', 'nothing', { Ref: 'Queue' }] }],
  ])('are found in %s', (_name, value) => {
    const conditions = { Conditions: { Never: { 'Fn::Equals': ['yes', 'no'] } } };
    const model = modelOf(
      { Queue: resource('AWS::SQS::Queue', { QueueName: 'jobs' }), User: resource('X', { value }) },
      conditions,
    );
    expect(model.references(find(model, 'User').properties).map(({ logicalId }) => logicalId)).toEqual(['Queue']);
  });

  test('are not found in an ARN of another region or kind', () => {
    const model = modelOf({
      Queue: resource('AWS::SQS::Queue', { QueueName: 'jobs' }),
      Cache: resource('AWS::ElastiCache::ServerlessCache', { ServerlessCacheName: 'shop' }),
      User: resource('AWS::ElastiCache::User', { UserId: 'shop' }),
    });
    expect(model.references('arn:aws:sqs:us-east-1:1:jobs')).toEqual([]);
    expect(model.references('arn:aws:elasticache:eu-west-1:1:user:shop').map(({ logicalId }) => logicalId)).toEqual([
      'User',
    ]);
  });

  test.each([
    ['exports', { 'Fn::ImportValue': 'queue-arn' }],
    ['outputs', { 'Fn::GetStackOutput': { StackName: 'data', OutputName: 'Arn', Region: 'eu-west-1' } }],
  ])('cross stacks through %s', (_name, value) => {
    const Arn = { Value: { 'Fn::GetAtt': ['Queue', 'Arn'] }, Export: { Name: 'queue-arn' } };
    const Resources = { Queue: resource('AWS::SQS::Queue') };
    const model = new Model([
      stackOf(Resources, { name: 'data', path: 'data', template: { Resources, Outputs: { Arn } } }),
      stackOf({ User: resource('X', { value }) }),
    ]);
    expect(model.usersOf(find(model, 'Queue')).map(({ logicalId }) => logicalId)).toEqual(['User']);
  });
});

describe('assemblies of any CDK app', () => {
  test('are read with nested stacks and references across regions', () => {
    // What the CLI switches on.
    const app = testApp({ context: { 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': true } });
    const other = new Stack(app, 'Other', {
      env: { account: '123456789012', region: 'us-east-1' },
      crossRegionReferences: true,
    });
    const home = new Stack(app, 'Home', {
      env: { account: '123456789012', region: 'eu-west-1' },
      crossRegionReferences: true,
    });
    const queue = new sqs.Queue(other, 'Queue');
    new ssm.StringParameter(home, 'Far', { stringValue: queue.queueArn });
    const nested = new NestedStack(home, 'Nested');
    const inner = new sqs.Queue(nested, 'Inner');
    const near = new sqs.Queue(home, 'Near');
    new ssm.StringParameter(nested, 'Inside', { stringValue: near.queueArn });
    new ssm.StringParameter(home, 'Outside', { stringValue: inner.queueArn });
    const model = Model.read(app.synth().directory);
    const value = (name: string) => model.references(find(model, name).properties).map(({ label }) => label);
    expect(value('Far')).toEqual(['Other/Queue']);
    expect(value('Inside')).toEqual(['Home/Near']);
    expect(value('Outside')).toEqual(['Home/Nested/Inner']);
  });

  test('say what is wrong with a folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'review-'));
    try {
      expect(() => readAssembly('no-such-folder')).toThrow(
        'there is no folder no-such-folder; run `npx cdk synth --quiet` first, or name another folder',
      );
      expect(() => readAssembly(folder)).toThrow(
        `${folder} holds no manifest.json; name the folder that \`cdk synth\` writes, cdk.out`,
      );
      writeFileSync(join(folder, 'manifest.json'), '{');
      expect(() => readAssembly(folder)).toThrow(/manifest\.json cannot be read as JSON \(.*\); synthesize again$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
