import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ManagedPolicyRole } from '../../lib/private/managed-policy-role';
import { AccessModel } from '../support/iam';
import { testApp } from '../support/test-app';

function build(define: (stack: Stack, role: ManagedPolicyRole, other: Stack) => void): AccessModel {
  const app = testApp();
  const data = new Stack(app, 'Data', { env: { region: 'eu-west-1' } });
  const services = new Stack(app, 'Services', { env: { region: 'eu-west-1' } });
  const role = new ManagedPolicyRole(services, 'Role', {
    assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com'),
    description: 'Simulated',
  });
  define(data, role, services);
  return new AccessModel(app);
}

describe('AccessModel', () => {
  test('allows what a grant across stacks allows, and nothing else', async () => {
    const access = build((stack, role) => new sqs.Queue(stack, 'Jobs').grantSendMessages(role));
    const role = access.role('Role');
    expect(await role.may('sqs:SendMessage', access.arn('Jobs'))).toBe(true);
    expect(await role.may('sqs:ReceiveMessage', access.arn('Jobs'))).toBe(false);
    expect(await role.may('sqs:SendMessage', 'arn:aws:sqs:eu-west-1:111111111111:another')).toBe(false);
  });

  test('obeys the policy of the resource', async () => {
    const access = build((stack, role) => {
      const bucket = new s3.Bucket(stack, 'Uploads', { enforceSSL: true });
      bucket.grantRead(role);
    });
    const [role, object] = [access.role('Role'), `${access.arn('Uploads')}/picture`];
    expect(await role.may('s3:GetObject', object)).toBe(true);
    expect(await role.may('s3:GetObject', object, { 'aws:SecureTransport': 'false' })).toBe(false);
  });

  test('obeys conditions', async () => {
    const access = build((_stack, role) => {
      role.addToPrincipalPolicy(
        new iam.PolicyStatement({
          actions: ['cloudwatch:PutMetricData'],
          resources: ['*'],
          conditions: { StringEquals: { 'cloudwatch:namespace': 'Shop' } },
        }),
      );
    });
    const role = access.role('Role');
    expect(await role.may('cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': 'Shop' })).toBe(true);
    expect(await role.may('cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': 'Other' })).toBe(false);
  });

  test('knows that a key is used by those whom the account allows', async () => {
    const access = build((stack, role, services) => {
      new kms.Key(stack, 'Key').grantDecrypt(role);
      new iam.Role(services, 'Stranger', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
    });
    expect(await access.role('Role').may('kms:Decrypt', access.arn('Key'))).toBe(true);
    expect(await access.role('Role').may('kms:ScheduleKeyDeletion', access.arn('Key'))).toBe(false);
    expect(await access.role('Stranger').may('kms:Decrypt', access.arn('Key'))).toBe(false);
  });

  test('refuses an action that does not exist', async () => {
    const access = build((stack) => new sqs.Queue(stack, 'Jobs'));
    await expect(access.role('Role').may('sqs:EatMessage', access.arn('Jobs'))).rejects.toThrow('sqs:EatMessage');
  });

  test('obeys the encryption context of a key', async () => {
    const access = build((stack, role) => {
      role.addToPrincipalPolicy(
        new iam.PolicyStatement({
          actions: ['kms:Decrypt'],
          resources: [new kms.Key(stack, 'Key').keyArn],
          conditions: { StringEquals: { 'kms:EncryptionContext:SecretARN': 'mine' } },
        }),
      );
    });
    const role = access.role('Role');
    const decrypt = (secret: string) =>
      role.may('kms:Decrypt', access.arn('Key'), { 'kms:EncryptionContext:SecretARN': secret });
    expect(await decrypt('mine')).toBe(true);
    expect(await decrypt('yours')).toBe(false);
  });

  test('refuses a condition key that does not belong to the action', async () => {
    const access = build((stack) => new sqs.Queue(stack, 'Jobs'));
    await expect(
      access.role('Role').may('sqs:SendMessage', access.arn('Jobs'), { 'cloudwatch:namespace': 'Shop' }),
    ).rejects.toThrow('sqs:SendMessage has no condition keys cloudwatch:namespace');
  });

  test('names everybody who may do something', async () => {
    const access = build((stack, role, services) => {
      const queue = new sqs.Queue(stack, 'Jobs');
      queue.grantSendMessages(role);
      const other = new iam.Role(services, 'Other', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      queue.grantConsumeMessages(other);
    });
    expect(await access.whoMay('sqs:SendMessage', access.arn('Jobs'))).toEqual(['Services/Role']);
    expect(await access.whoMay('sqs:ReceiveMessage', access.arn('Jobs'))).toEqual(['Services/Other']);
    expect(access.role('Other').trusted).toEqual(['lambda.amazonaws.com']);
  });

  test('refuses a policy whose content it cannot see', async () => {
    const access = build((_stack, role) => {
      role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'));
    });
    expect(access.opaqueRoles.map(({ path }) => path)).toEqual(['Services/Role']);
    await expect(access.role('Role').may('sqs:SendMessage', 'arn:aws:sqs:eu-west-1:111111111111:x')).rejects.toThrow(
      'Services/Role has arn:aws:iam::aws:policy/ReadOnlyAccess, whose content is not known here',
    );
  });

  test('refuses a name that fits none or several', () => {
    const access = build((stack, _role, services) => {
      new sqs.Queue(stack, 'Jobs');
      new sqs.Queue(services, 'Jobs');
    });
    expect(() => access.arn('Jobs', 'AWS::SQS::Queue')).toThrow(
      '2 resources of AWS::SQS::Queue end in Jobs; there are\n  Data/Jobs\n  Services/Jobs',
    );
    expect(() => access.role('Nobody')).toThrow('0 resources of AWS::IAM::Role end in Nobody');
  });
});
