import {
  DescribeTimeToLiveCommand,
  DescribeTableCommand,
  DescribeContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  GetBackupPlanCommand,
  ListBackupPlansCommand,
  ListBackupSelectionsCommand,
  type CopyAction,
} from '@aws-sdk/client-backup';
import {
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { Environment } from '../../../lib/contract/environment';
import { check, checkOnce, differs, ofEach, unless } from '../check';
import { environmentOf, servicesOf } from './services';

/** Sessions, uploads and backups. */
export const STORAGE_CHECKS = [
  checkOnce(
    'services find the table of sessions, whose items expire and which can be taken back in time',
    async (deployment) => {
      const table = deployment.at('AWS::DynamoDB::GlobalTable', '/Sessions/Table');
      const { dynamodb } = deployment.in(table.region);
      const TableName = table.physicalId;
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
      const { TimeToLiveDescription: expiry } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
      const { ContinuousBackupsDescription: backups } = await dynamodb.send(
        new DescribeContinuousBackupsCommand({ TableName }),
      );
      return [
        ...differs('the key', Table?.KeySchema, [{ AttributeName: 'id', KeyType: 'HASH' }]),
        ...differs('where the time to live is', expiry?.AttributeName, 'expiresAt'),
        ...differs('taking back', backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus, 'ENABLED'),
        ...differs('encryption', Table?.SSEDescription?.SSEType, 'KMS'),
        ...(await ofEach(await servicesOf(deployment), ({ resource, task }) =>
          differs(`${resource.path}: the table`, environmentOf(task).get(Environment.SESSION_TABLE), TableName),
        )),
      ];
    },
  ),

  check('services find the bucket of uploads; every bucket is private, encrypted and versioned', async (deployment) => {
    const uploads = deployment.at('AWS::S3::Bucket', '/Objects/Bucket/Bucket').physicalId;
    return [
      ...(await ofEach(await servicesOf(deployment), ({ resource, task }) =>
        differs(`${resource.path}: the bucket`, environmentOf(task).get(Environment.OBJECT_BUCKET), uploads),
      )),
      ...(await ofEach(deployment.some('AWS::S3::Bucket'), async ({ path, region, physicalId: Bucket }) => {
        const { s3 } = deployment.in(region);
        const [encryption, versioning, access] = await Promise.all([
          s3.send(new GetBucketEncryptionCommand({ Bucket })),
          s3.send(new GetBucketVersioningCommand({ Bucket })),
          s3.send(new GetPublicAccessBlockCommand({ Bucket })),
        ]);
        const [rule] = encryption.ServerSideEncryptionConfiguration?.Rules ?? [];
        const blocks = Object.values(access.PublicAccessBlockConfiguration ?? {});
        return [
          ...differs(`${path}: encryption`, rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm, 'aws:kms'),
          ...differs(`${path}: versions`, versioning.Status, 'Enabled'),
          ...unless(blocks.length === 4 && blocks.every((block) => block === true), `${path} can become public`),
        ];
      })),
    ];
  }),

  check(
    'the plan of backups copies into vaults that exist, and has something to copy; where none is defined, none is there',
    async (deployment) => {
      const { backup } = deployment.home;
      if (deployment.all('AWS::Backup::BackupPlan').length === 0) {
        const { BackupPlansList: plans = [] } = await backup.send(new ListBackupPlansCommand({}));
        return differs('the number of plans', plans.length, 0);
      }
      const plan = deployment.one('AWS::Backup::BackupPlan');
      const selection = deployment.one('AWS::Backup::BackupSelection');
      const vaults = deployment.some('AWS::Backup::BackupVault');
      const vault = vaults.find(({ stack }) => stack === plan.stack)?.physicalId;
      const copies = vaults.filter(({ stack }) => stack !== plan.stack);
      const { BackupPlan } = await backup.send(new GetBackupPlanCommand({ BackupPlanId: plan.physicalId }));
      const selections = deployment.isCreated(selection)
        ? (await backup.send(new ListBackupSelectionsCommand({ BackupPlanId: plan.physicalId }))).BackupSelectionsList
            ?.length
        : deployment.outcomes.filter(({ logicalId }) => logicalId === selection.logicalId).length && 1;
      return [
        ...differs(
          'the vaults',
          [...new Set(BackupPlan?.Rules?.map(({ TargetBackupVaultName }) => TargetBackupVaultName))],
          [vault],
        ),
        ...differs(
          'the vaults of copies',
          [...new Set(BackupPlan?.Rules?.flatMap((rule) => rule.CopyActions?.map(copiedTo) ?? []))],
          copies.map(({ region, physicalId }) => `${region} ${physicalId}`),
        ),
        ...differs('the number of selections', selections, 1),
      ];
    },
  ),
];

/** Region and name of the vault that a copy goes to. */
function copiedTo({ DestinationBackupVaultArn: arn = '' }: CopyAction): string {
  const [, , , region, , , name] = arn.split(':');
  return `${region} ${name}`;
}
