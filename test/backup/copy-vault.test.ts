import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { CopyVault, type CopyVaultProps } from '../../lib/backup';
import { testStack } from '../support/test-app';

function synthesize(props: Partial<CopyVaultProps> = {}): Template {
  const stack = testStack();
  new CopyVault(stack, 'Copies', { name: 'shop', ...props });
  return Template.fromStack(stack);
}

describe('CopyVault', () => {
  test('keeps copies under a key of its own, lets nobody delete one before its time, and outlives its stack', () => {
    const template = synthesize();
    template.hasResource('AWS::Backup::BackupVault', {
      Properties: {
        BackupVaultName: 'shop-copies-g1',
        EncryptionKeyArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('CopiesKey'), 'Arn'] },
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
    template.hasResource('AWS::KMS::Key', { Properties: { EnableKeyRotation: true }, DeletionPolicy: 'Retain' });
  });

  test('takes a key and a generation', () => {
    const stack = testStack();
    const encryptionKey = new kms.Key(stack, 'Shared');
    const { vaultName } = new CopyVault(stack, 'Copies', { name: 'shop', encryptionKey, generation: 2 });
    expect(vaultName).toBe('shop-copies-g2');
    Template.fromStack(stack).resourceCountIs('AWS::KMS::Key', 1);
  });

  test('is emptied and goes when it is disposable, although the role that made the copies is gone by then', () => {
    const template = synthesize({ disposable: true });
    template.allResources('AWS::Backup::BackupVault', { DeletionPolicy: 'Delete' });
    template.allResources('AWS::KMS::Key', { DeletionPolicy: 'Delete' });
    template.hasResourceProperties('Custom::DisposableContents', {
      vault: { 'Fn::GetAtt': [Match.stringLikeRegexp('^CopiesVault'), 'BackupVaultName'] },
    });
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Effect: 'Allow',
            Action: 'iam:CreateServiceLinkedRole',
            Resource: Match.objectLike({
              'Fn::Join': [
                '',
                Match.arrayWith([':role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup']),
              ],
            }),
          },
        ]),
      },
    });
  });
});
