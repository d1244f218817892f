import type { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Backup, type BackupProps } from '../../lib/backup';
import { Monitoring } from '../../lib/monitoring';
import { testApp, testStack } from '../support/test-app';

const TABLE = 'arn:aws:dynamodb:eu-west-1:111111111111:table/shop-sessions-g1';

function synthesize(props: Partial<BackupProps> = {}, app: App = testApp()): Template {
  const stack = testStack({}, app);
  new Backup(stack, 'Backup', { name: 'shop', resources: [backup.BackupResource.fromArn(TABLE)], ...props });
  return Template.fromStack(stack);
}

function rule(template: Template, name: string): Record<string, unknown> | undefined {
  const [plan] = Object.values(template.findResources('AWS::Backup::BackupPlan')) as {
    Properties: { BackupPlan: { BackupPlanRule: Record<string, unknown>[] } };
  }[];
  return plan?.Properties.BackupPlan.BackupPlanRule.find((candidate) => candidate.RuleName === name);
}

describe('Backup', () => {
  test('keeps daily backups for 35 days and monthly ones for a year', () => {
    const template = synthesize();
    expect(rule(template, 'daily')).toMatchObject({
      ScheduleExpression: 'cron(0 3 * * ? *)',
      Lifecycle: { DeleteAfterDays: 35 },
    });
    expect(rule(template, 'monthly')).toMatchObject({
      ScheduleExpression: 'cron(0 3 1 * ? *)',
      Lifecycle: { DeleteAfterDays: 365 },
    });
  });

  test('takes times and retention from its properties', () => {
    const template = synthesize({
      startHour: 23,
      dailyRetentionDays: 1,
      monthlyRetentionDays: 120,
      monthlyColdStorageAfterDays: 30,
    });
    expect(rule(template, 'daily')).toMatchObject({
      ScheduleExpression: 'cron(0 23 * * ? *)',
      Lifecycle: { DeleteAfterDays: 1 },
    });
    expect(rule(template, 'monthly')).toMatchObject({
      ScheduleExpression: 'cron(0 23 1 * ? *)',
      Lifecycle: { DeleteAfterDays: 120, MoveToColdStorageAfterDays: 30 },
    });
  });

  test('puts them into an encrypted vault of its own', () => {
    const template = synthesize();
    template.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    template.hasResourceProperties('AWS::Backup::BackupVault', {
      BackupVaultName: 'shop-vault-g1',
      EncryptionKeyArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('BackupKey'), 'Arn'] },
      LockConfiguration: Match.absent(),
    });
  });

  test('takes a key', () => {
    const stack = testStack();
    const encryptionKey = new kms.Key(stack, 'Shared');
    new Backup(stack, 'Backup', { name: 'shop', encryptionKey, resources: [backup.BackupResource.fromArn(TABLE)] });
    Template.fromStack(stack).resourceCountIs('AWS::KMS::Key', 1);
  });

  test('lets nobody delete a backup before its time, and outlives its stack', () => {
    synthesize({ generation: 2 }).hasResource('AWS::Backup::BackupVault', {
      Properties: {
        BackupVaultName: 'shop-vault-g2',
        AccessPolicy: {
          Statement: [
            Match.objectLike({
              Effect: 'Deny',
              Principal: { AWS: '*' },
              Action: ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'],
            }),
          ],
        },
      },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('goes with its stack and all backups when it is disposable', () => {
    const template = synthesize({ disposable: true });
    template.hasResource('AWS::Backup::BackupVault', {
      Properties: {
        BackupVaultTags: { 'zero-to-millions:disposable': 'true' },
        AccessPolicy: {
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: { 'Fn::GetAtt': [Match.stringLikeRegexp('^EmptyOnDeleteRole'), 'Arn'] } },
              Action: 'backup:DeleteRecoveryPoint',
              Resource: '*',
            },
          ],
        },
      },
      DeletionPolicy: 'Delete',
    });
    template.allResources('AWS::KMS::Key', { DeletionPolicy: 'Delete' });
  });

  test('is emptied, when it is disposable, after the last backup could start and while their role is there', () => {
    const template = synthesize({ disposable: true });
    const [contents] = Object.keys(template.findResources('Custom::DisposableContents'));
    template.hasResource('AWS::Backup::BackupPlan', { DependsOn: [contents] });
    template.hasResource('Custom::DisposableContents', {
      Properties: { vault: { 'Fn::GetAtt': [Match.stringLikeRegexp('^BackupVault'), 'BackupVaultName'] } },
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^BackupServiceRole')]),
    });
  });

  test('selects exactly what it is given', () => {
    const stack = testStack();
    const table = new dynamodb.Table(stack, 'Orders', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    });
    const resources = [backup.BackupResource.fromArn(TABLE), backup.BackupResource.fromDynamoDbTable(table)];
    new Backup(stack, 'Backup', { name: 'shop', resources });
    Template.fromStack(stack).hasResourceProperties('AWS::Backup::BackupSelection', {
      BackupSelection: {
        SelectionName: 'shop-vault-g1',
        Resources: [TABLE, { 'Fn::GetAtt': [Match.stringLikeRegexp('^Orders'), 'Arn'] }],
        ListOfTags: Match.absent(),
      },
    });
  });

  test('works with one role, which cannot restore', () => {
    const template = synthesize();
    const policy = 'service-role/AWSBackupServiceRolePolicyForBackup';
    template.resourceCountIs('AWS::IAM::Role', 1);
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [Match.objectLike({ Principal: { Service: 'backup.amazonaws.com' } })],
      },
      ManagedPolicyArns: [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::aws:policy/${policy}`]] }],
    });
  });

  test('has the same logical ids whatever the feature flags are', () => {
    const ids = (app: App) => Object.keys((synthesize({}, app).toJSON() as { Resources: object }).Resources);
    expect(ids(testApp({}, {}))).toEqual(ids(testApp()));
  });

  test.each([
    ['Failed', 'critical', 'backup-job-failed'],
    ['Expired', 'warning', 'backup-job-expired'],
  ])('alarms when a job has %s', (state, severity, heading) => {
    const stack = testStack();
    const resources = [backup.BackupResource.fromArn(TABLE)];
    const monitored = new Backup(stack, 'Backup', { name: 'shop', resources });
    monitored.monitor(new Monitoring(stack, 'Monitoring', { name: 'shop' }));
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Backup',
      MetricName: `NumberOfBackupJobs${state}`,
      Dimensions: [{ Name: 'BackupVaultName', Value: 'shop-vault-g1' }],
      Statistic: 'Sum',
      Threshold: 1,
      EvaluationPeriods: 1,
      AlarmDescription: Match.stringLikeRegexp(`^${severity}: .*#${heading}$`),
    });
  });
});

describe('Backup refuses', () => {
  test('every broken property at once', () => {
    expect(() =>
      synthesize({
        name: 'shop--1',
        generation: -1,
        resources: [],
        dailyRetentionDays: 0,
        monthlyRetentionDays: 0,
        startHour: 24,
      }),
    ).toThrow(
      new Error(
        [
          'Test/Backup:',
          '  - name must be 1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "shop--1"; choose a shorter or simpler name; it can never change once something is deployed',
          '  - generation must be a whole number between 1 and 99, got -1; start at 1 and add 1 when a resource must exist beside its successor',
          '  - resources must not be empty, got []; name at least one database or table',
          '  - dailyRetentionDays must be a whole number between 1 and 3650, got 0; keep backups for longer with monthlyRetentionDays',
          '  - monthlyRetentionDays must be a whole number between 1 and 36500, got 0; AWS Backup keeps none for longer',
          '  - startHour must be a whole number between 0 and 23, got 24; give the hour in UTC',
        ].join('\n'),
      ),
    );
  });

  test.each<[Partial<BackupProps>, string]>([
    [
      { resources: [backup.BackupResource.fromTag('backup', 'true')] },
      'resources must be named by ARN or reference, got a tag or a construct; what is backed up must not depend on tags, use BackupResource.fromArn',
    ],
    [
      { dailyRetentionDays: 3651 },
      'dailyRetentionDays must be a whole number between 1 and 3650, got 3651; keep backups for longer with monthlyRetentionDays',
    ],
    [
      { monthlyRetentionDays: 36_501 },
      'monthlyRetentionDays must be a whole number between 1 and 36500, got 36501; AWS Backup keeps none for longer',
    ],
    [
      { monthlyColdStorageAfterDays: 0 },
      'monthlyColdStorageAfterDays must be a whole number between 1 and 36410, got 0; leave it out to keep backups warm',
    ],
    [
      { monthlyColdStorageAfterDays: 276 },
      'monthlyRetentionDays must be at least 90 more than monthlyColdStorageAfterDays, got 365 with 276; cold storage is billed for 90 days at least',
    ],
  ])('%j', (props, message) => {
    expect(() => synthesize(props)).toThrow(new Error(`Test/Backup: ${message}`));
  });
});
