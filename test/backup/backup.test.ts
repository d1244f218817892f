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

  test('is copied nowhere unless asked for', () => {
    const template = synthesize();
    expect(rule(template, 'daily')).not.toHaveProperty('CopyActions');
    expect(rule(template, 'monthly')).not.toHaveProperty('CopyActions');
  });

  test('copies each backup into the vault of another region, and keeps it as long', () => {
    const template = synthesize({ copies: [{ region: 'eu-central-1' }], monthlyColdStorageAfterDays: 30 });
    const arn = ['arn:aws:backup:eu-central-1:', { Ref: 'AWS::AccountId' }, ':backup-vault:shop-copies-g1'];
    const vault = { DestinationBackupVaultArn: { 'Fn::Join': ['', arn] } };
    expect(rule(template, 'daily')).toMatchObject({ CopyActions: [{ ...vault, Lifecycle: { DeleteAfterDays: 35 } }] });
    expect(rule(template, 'monthly')).toMatchObject({
      CopyActions: [{ ...vault, Lifecycle: { DeleteAfterDays: 365, MoveToColdStorageAfterDays: 30 } }],
    });
  });

  test('keeps copies for a time of their own, in vaults of another name', () => {
    const copy = { region: 'eu-central-1', vaultName: 'safe', dailyRetentionDays: 7, monthlyRetentionDays: 730 };
    const template = synthesize({ copies: [copy, { region: 'eu-north-1' }] });
    expect(rule(template, 'daily')).toMatchObject({
      CopyActions: [{ Lifecycle: { DeleteAfterDays: 7 } }, { Lifecycle: { DeleteAfterDays: 35 } }],
    });
    expect(rule(template, 'monthly')).toMatchObject({ CopyActions: [{ Lifecycle: { DeleteAfterDays: 730 } }, {}] });
    expect(JSON.stringify(rule(template, 'daily'))).toContain(':backup-vault:safe');
  });

  test('alarms when a copy has failed, whichever of its vaults AWS counts it by', () => {
    const stack = testStack();
    const resources = [backup.BackupResource.fromArn(TABLE)];
    const copies = [{ region: 'eu-central-1' }];
    new Backup(stack, 'Backup', { name: 'shop', resources, copies }).monitor(
      new Monitoring(stack, 'Monitoring', { name: 'shop' }),
    );
    const counted = (vault: string) =>
      Match.objectLike({
        MetricStat: Match.objectLike({
          Metric: {
            Namespace: 'AWS/Backup',
            MetricName: 'NumberOfCopyJobsFailed',
            Dimensions: [{ Name: 'BackupVaultName', Value: vault }],
          },
          Stat: 'Sum',
        }),
      });
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: [
        Match.objectLike({ Expression: 'FILL(m0, 0) + FILL(m1, 0)' }),
        counted('shop-vault-g1'),
        counted('shop-copies-g1'),
      ],
      Threshold: 1,
      AlarmDescription: Match.stringLikeRegexp('^critical: .*#backup-copy-failed$'),
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
