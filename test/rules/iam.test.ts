import { buildApp, referenceBut, type Configuration } from '../../tools/rules/matrix';
import { AccessModel, type RequestContext } from '../support/iam';
import { CDK_CONTEXT } from '../support/test-app';

const REGION = 'Shop/eu-west-1';
const WEB = `${REGION}/Svc/Services/Web/Core/Task/TaskRole`;
const WEB_AGENT = `${REGION}/Svc/Services/Web/Core/Task/ExecutionRole`;
const JOBS = `${REGION}/Svc/Workers/Jobs/Core/Task/TaskRole`;
const JOBS_AGENT = `${REGION}/Svc/Workers/Jobs/Core/Task/ExecutionRole`;
const DEMAND = `${REGION}/Svc/QueueDemand/Handler/Role`;
const REDEPLOY = `${REGION}/Svc/Cluster/RotationRedeploy/Handler/Role`;
const ROTATION = `${REGION}/Data/Database/Rotation/Handler/Role`;
const FLOW_LOG = `${REGION}/Net/Network/FlowLog/Role`;
const RELEASE = `${REGION}/Svc/Services/Web/Release/Handler/Role`;

/** What the roles of a configuration may do: the reference app, but for these choices. */
function access(choices: Partial<Configuration> = {}): AccessModel {
  return new AccessModel(buildApp(referenceBut(choices), { context: CDK_CONTEXT }));
}

const reference = access();
const queue = reference.arn('Data/Queues/Jobs/Queue');
const sessions = reference.arn('Global/Sessions/Table');
const bucket = reference.arn('Data/Objects/Bucket/Bucket', 'AWS::S3::Bucket');
const adminSecret = reference.arn('Data/Database/AdminSecret', 'AWS::SecretsManager::Secret');
const appSecret = reference.arn('Data/Database/AppSecret', 'AWS::SecretsManager::Secret');
const dataKey = reference.arn('Data/Key', 'AWS::KMS::Key');
const cache = reference.arn('Data/Cache', 'AWS::ElastiCache::ServerlessCache');
const OTHER_QUEUE = 'arn:aws:sqs:eu-west-1:111111111111:another';

describe('roles', () => {
  test('are these, each for one service of AWS', () => {
    const trusted = reference.transparentRoles.map(({ path, trusted: by }) => [path, by]);
    expect(Object.fromEntries(trusted)).toEqual({
      [ROTATION]: ['lambda.amazonaws.com'],
      [FLOW_LOG]: ['vpc-flow-logs.amazonaws.com'],
      [REDEPLOY]: ['lambda.amazonaws.com'],
      [DEMAND]: ['lambda.amazonaws.com'],
      [WEB_AGENT]: ['ecs-tasks.amazonaws.com'],
      [WEB]: ['ecs-tasks.amazonaws.com'],
      [JOBS_AGENT]: ['ecs-tasks.amazonaws.com'],
      [JOBS]: ['ecs-tasks.amazonaws.com'],
    });
  });

  test('have policies of their own, except those that AWS maintains for its own services', () => {
    expect(reference.opaqueRoles.map(({ path, trusted, foreignPolicies }) => [path, trusted, foreignPolicies])).toEqual(
      [
        [
          `${REGION}/Data/Backup/Service/Role`,
          ['backup.amazonaws.com'],
          ['arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup'],
        ],
        [
          `${REGION}/Data/Database/Monitoring/Role`,
          ['monitoring.rds.amazonaws.com'],
          ['arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole'],
        ],
      ],
    );
  });
});

describe('only these roles may', () => {
  test.each<[string, string, string[]]>([
    ['sqs:SendMessage', queue, [WEB]],
    ['sqs:ReceiveMessage', queue, [JOBS]],
    ['sqs:DeleteMessage', queue, [JOBS]],
    ['sqs:ChangeMessageVisibility', queue, [JOBS]],
    ['sqs:GetQueueAttributes', queue, [DEMAND, WEB, JOBS]],
    ['sqs:PurgeQueue', queue, []],
    ['sqs:DeleteQueue', queue, []],
    ['sqs:SetQueueAttributes', queue, []],
    ['sqs:SendMessage', OTHER_QUEUE, []],
    ['dynamodb:GetItem', sessions, [WEB, JOBS]],
    ['dynamodb:PutItem', sessions, [WEB, JOBS]],
    ['dynamodb:Scan', sessions, []],
    ['dynamodb:DeleteTable', sessions, []],
    ['dynamodb:UpdateTable', sessions, []],
    ['s3:GetObject', `${bucket}/picture`, [WEB, JOBS]],
    ['s3:PutObject', `${bucket}/picture`, [WEB, JOBS]],
    ['s3:DeleteObjectVersion', `${bucket}/picture`, []],
    ['s3:PutBucketPolicy', bucket, []],
    ['s3:DeleteBucket', bucket, []],
    ['s3:GetObject', 'arn:aws:s3:::another/picture', []],
    ['secretsmanager:GetSecretValue', appSecret, [ROTATION, WEB_AGENT, JOBS_AGENT]],
    ['secretsmanager:GetSecretValue', adminSecret, [ROTATION]],
    ['secretsmanager:PutSecretValue', appSecret, [ROTATION]],
    ['secretsmanager:DeleteSecret', adminSecret, []],
    ['elasticache:Connect', cache, [WEB, JOBS]],
    ['kms:ScheduleKeyDeletion', dataKey, []],
    ['kms:PutKeyPolicy', dataKey, []],
    ['kms:CreateGrant', dataKey, []],
    ['kms:GenerateDataKey', dataKey, []],
  ])('%s on %s: %j', async (action, resource, roles) => {
    expect(await reference.whoMay(action, resource)).toEqual(roles);
  });

  test('decrypt with the key of the data: tasks their uploads, the agent and rotation secrets alone', async () => {
    const decrypting = (context: RequestContext) => reference.whoMay('kms:Decrypt', dataKey, context);
    expect(await decrypting({})).toEqual([]);
    expect(await decrypting({ 'kms:ViaService': 's3.eu-west-1.amazonaws.com' })).toEqual([WEB, JOBS]);
    expect(await decrypting({ 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' })).toEqual([
      WEB_AGENT,
      JOBS_AGENT,
    ]);
    expect(await decrypting({ 'kms:EncryptionContext:SecretARN': appSecret })).toEqual([ROTATION]);
  });
});

describe('the web tasks', () => {
  const web = reference.role(WEB);

  test('enter the cache as its own user and no other', async () => {
    const user = (id: string) => `arn:aws:elasticache:eu-west-1:111111111111:user:${id}`;
    expect(await web.may('elasticache:Connect', user('shop-prod-cache-g1'))).toBe(true);
    expect(await web.may('elasticache:Connect', user('default'))).toBe(false);
  });

  test('cannot read the secrets that the agent reads for them', async () => {
    expect(await web.may('secretsmanager:GetSecretValue', appSecret)).toBe(false);
  });

  test('with tokens, enter the database as one user and need no secret', async () => {
    const tokens = access({ access: 'tokens' });
    const [cluster] = tokens.arns('AWS::RDS::DBCluster');
    expect(cluster).toMatch(/:cluster:shop-prod-/);
    const user = (name: string) =>
      `arn:aws:rds-db:eu-west-1:111111111111:dbuser:cluster-DATABASECLUSTER5B53A178/${name}`;
    expect(await tokens.whoMay('rds-db:connect', user('app_iam'))).toEqual([WEB, JOBS]);
    expect(await tokens.whoMay('rds-db:connect', user('postgres'))).toEqual([]);
    expect(await tokens.whoMay('secretsmanager:GetSecretValue', appSecret)).toEqual([ROTATION]);
  });
});

describe('the queue demand function', () => {
  const demand = reference.role(DEMAND);

  test('writes metrics in one namespace', async () => {
    const writing = (namespace: string) =>
      demand.may('cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': namespace });
    expect(await writing('ZeroToMillions')).toBe(true);
    expect(await writing('AWS/ECS')).toBe(false);
  });

  test('looks at workers and changes none', async () => {
    const service = 'arn:aws:ecs:eu-west-1:111111111111:service/shop-prod/shop-prod-jobs';
    expect(await demand.may('ecs:DescribeServices', service)).toBe(true);
    expect(await demand.may('ecs:UpdateService', service)).toBe(false);
  });
});

describe('the function that redeploys services', () => {
  test('restarts the services that use the secret, and does nothing else to them', async () => {
    const service = (name: string) => `arn:aws:ecs:eu-west-1:111111111111:service/shop-prod/${name}`;
    expect(await reference.whoMay('ecs:UpdateService', service('shop-prod-web'))).toEqual([REDEPLOY]);
    expect(await reference.whoMay('ecs:UpdateService', service('another'))).toEqual([]);
    expect(await reference.whoMay('ecs:DeleteService', service('shop-prod-web'))).toEqual([]);
  });
});

describe('the function that rotates credentials', () => {
  test('tells of it under one name', async () => {
    const bus = 'arn:aws:events:eu-west-1:111111111111:event-bus/default';
    // A request holds several events, and so several values of each key.
    const event = { 'events:source': ['zero-to-millions'], 'events:detail-type': ['Credentials Rotated'] };
    expect(await reference.whoMay('events:PutEvents', bus, event)).toEqual([ROTATION]);
    expect(await reference.whoMay('events:PutEvents', bus, { ...event, 'events:source': ['aws.rds'] })).toEqual([]);
    const mixed = { ...event, 'events:source': ['zero-to-millions', 'aws.rds'] };
    expect(await reference.whoMay('events:PutEvents', bus, mixed)).toEqual([]);
    expect(await reference.whoMay('events:PutEvents', bus)).toEqual([]);
  });
});

describe('the function that runs the release task', () => {
  const releasing = access({ web: 'release' });
  const [cluster = ''] = releasing.arns('AWS::ECS::Cluster');
  const task = releasing.arn('Web/Core/Task/TaskDefinition');

  test('runs the tasks of its own service, in its own cluster', async () => {
    const role = releasing.role(RELEASE);
    expect(await role.may('ecs:RunTask', task, { 'ecs:cluster': cluster })).toBe(true);
    expect(await role.may('ecs:RunTask', task, { 'ecs:cluster': `${cluster}-2` })).toBe(false);
    const other = 'arn:aws:ecs:eu-west-1:111111111111:task-definition/another:1';
    expect(await role.may('ecs:RunTask', other, { 'ecs:cluster': cluster })).toBe(false);
  });

  test('stops tasks in its own cluster alone', async () => {
    const role = releasing.role(RELEASE);
    const running = 'arn:aws:ecs:eu-west-1:111111111111:task/shop-prod/0123456789abcdef';
    expect(await role.may('ecs:StopTask', running, { 'ecs:cluster': cluster })).toBe(true);
    expect(await role.may('ecs:StopTask', running, { 'ecs:cluster': `${cluster}-2` })).toBe(false);
    expect(await role.may('ecs:StopTask', running)).toBe(false);
  });

  test('hands on the roles of those tasks, to ECS alone', async () => {
    const role = releasing.role(RELEASE);
    const toEcs = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };
    const passing = (path: string, context: RequestContext) =>
      role.may('iam:PassRole', releasing.arn(path, 'AWS::IAM::Role'), context);
    expect(await passing(WEB, toEcs)).toBe(true);
    expect(await passing(WEB, { 'iam:PassedToService': 'ec2.amazonaws.com' })).toBe(false);
    expect(await passing(JOBS, toEcs)).toBe(false);
    expect(await passing(RELEASE, toEcs)).toBe(false);
  });
});

describe('the function that empties a disposable bucket', () => {
  const disposable = new AccessModel(buildApp(referenceBut(), { context: CDK_CONTEXT }, true));
  const objects = disposable.arn('Data/Objects/Bucket/Bucket', 'AWS::S3::Bucket');

  test('deletes versions in that bucket alone, and neither reads nor writes', async () => {
    const emptying = `${REGION}/Data/EmptyOnDelete/Role`;
    expect(await disposable.whoMay('s3:DeleteObjectVersion', `${objects}/picture`)).toEqual([emptying]);
    expect(await disposable.whoMay('s3:DeleteObjectVersion', 'arn:aws:s3:::another/picture')).toEqual([]);
    expect(await disposable.whoMay('s3:DeleteBucket', objects)).toEqual([]);
    const role = disposable.role(emptying);
    for (const action of ['s3:GetObject', 's3:PutObject', 's3:BypassGovernanceRetention', 's3:PutObjectLegalHold']) {
      expect({ action, allowed: await role.may(action, `${objects}/picture`) }).toEqual({ action, allowed: false });
    }
  });

  test('deletes no backup by its own permissions: the policy of the vault lets it, for that vault', async () => {
    const point = 'arn:aws:backup:eu-west-1:111111111111:recovery-point:another';
    expect(await disposable.whoMay('backup:DeleteRecoveryPoint', point)).toEqual([]);
  });
});

describe('nobody may', () => {
  const platforms: Partial<Configuration>[] = [
    { web: 'release', access: 'proxy', nat: 'instance' },
    { web: 'shell', database: 'rds-mysql', cache: 'nodes' },
  ];

  const anyRole = 'arn:aws:iam::111111111111:role/another';
  const FORBIDDEN: readonly (readonly [string, string])[] = [
    ['iam:CreateUser', 'arn:aws:iam::111111111111:user/another'],
    ['iam:CreateRole', anyRole],
    ['iam:AttachRolePolicy', anyRole],
    ['iam:PutRolePolicy', anyRole],
    ['iam:PassRole', anyRole],
    ['sts:AssumeRole', anyRole],
    ['cloudformation:UpdateStack', 'arn:aws:cloudformation:eu-west-1:111111111111:stack/shop-prod-data-eu-west-1/0'],
    ['ec2:RunInstances', 'arn:aws:ec2:eu-west-1:111111111111:instance/*'],
    ['ec2:AuthorizeSecurityGroupIngress', 'arn:aws:ec2:eu-west-1:111111111111:security-group/sg-1'],
    ['lambda:UpdateFunctionCode', 'arn:aws:lambda:eu-west-1:111111111111:function:another'],
    ['lambda:InvokeFunction', 'arn:aws:lambda:eu-west-1:111111111111:function:another'],
    ['rds:DeleteDBCluster', 'arn:aws:rds:eu-west-1:111111111111:cluster:another'],
    ['rds:ModifyDBInstance', 'arn:aws:rds:eu-west-1:111111111111:db:another'],
    ['logs:DeleteLogGroup', 'arn:aws:logs:eu-west-1:111111111111:log-group:another'],
    ['backup:DeleteRecoveryPoint', 'arn:aws:backup:eu-west-1:111111111111:recovery-point:another'],
  ];

  test.each(platforms)('%j: touch users, roles, code, machines, backups or other resources', async (choices) => {
    const model = access(choices);
    for (const [action, resource] of FORBIDDEN) {
      expect({ action, roles: await model.whoMay(action, resource) }).toEqual({ action, roles: [] });
    }
  });

  test.each(platforms)('%j: delete or hand over what keeps data', async (choices) => {
    const model = access(choices);
    const actions: Readonly<Record<string, readonly string[]>> = {
      'AWS::DynamoDB::GlobalTable': ['dynamodb:DeleteTable', 'dynamodb:UpdateContinuousBackups'],
      'AWS::KMS::Key': ['kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:PutKeyPolicy', 'kms:CreateGrant'],
      'AWS::RDS::DBInstance': ['rds:DeleteDBInstance', 'rds:ModifyDBInstance'],
      'AWS::RDS::DBCluster': ['rds:DeleteDBCluster', 'rds:ModifyDBCluster', 'rds:RestoreDBClusterToPointInTime'],
      'AWS::S3::Bucket': ['s3:DeleteBucket', 's3:PutBucketPolicy', 's3:PutLifecycleConfiguration'],
      'AWS::SQS::Queue': ['sqs:DeleteQueue', 'sqs:PurgeQueue', 'sqs:SetQueueAttributes'],
      'AWS::SecretsManager::Secret': ['secretsmanager:DeleteSecret', 'secretsmanager:PutResourcePolicy'],
    };
    for (const [type, forbidden] of Object.entries(actions)) {
      for (const arn of model.arns(type)) {
        for (const action of forbidden) {
          expect({ action, arn, roles: await model.whoMay(action, arn) }).toEqual({ action, arn, roles: [] });
        }
      }
    }
  });
});
