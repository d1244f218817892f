import { App, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Mistake } from './mistake';

const KEY = { name: 'id', type: dynamodb.AttributeType.STRING };

function within(build: (stack: Stack) => void) {
  return (app: App): void => build(new Stack(app, 'Data'));
}

/** A table with indexes. */
function table(...indexes: string[]) {
  return within((stack) => {
    const made = new dynamodb.Table(stack, 'Items', { partitionKey: KEY });
    for (const indexName of indexes)
      made.addGlobalSecondaryIndex({ indexName, partitionKey: { ...KEY, name: indexName } });
  });
}

/** A secret with something beside the password. */
function secret(address: string) {
  return within((stack) => {
    const secretStringTemplate = JSON.stringify({ address });
    new secretsmanager.Secret(stack, 'Secret', {
      generateSecretString: { secretStringTemplate, generateStringKey: 'password' },
    });
  });
}

function cache(props: Partial<elasticache.CfnReplicationGroupProps>) {
  return within((stack) => {
    new elasticache.CfnReplicationGroup(stack, 'Cache', {
      replicationGroupDescription: 'cache',
      engine: 'valkey',
      numNodeGroups: 1,
      ...props,
    });
  });
}

function pool(props: cognito.UserPoolProps) {
  return within((stack) => new cognito.UserPool(stack, 'Users', props));
}

function origin(tags: { key: string; value: string }[]) {
  return within((stack) => {
    const vpcOriginEndpointConfig = {
      arn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/a/b',
      name: 'one',
    };
    new cloudfront.CfnVpcOrigin(stack, 'Origin', { vpcOriginEndpointConfig, tags });
  });
}

/** Everything else that somebody lost, or nearly. */
export const OTHER_MISTAKES: readonly Mistake[] = [
  {
    link: 'https://github.com/aws/aws-cdk/issues/14920',
    story: 'two indexes in one deployment',
    before: table(),
    after: table('one', 'two'),
    verdicts: { 'Data/Items/Resource': 'REJECTED blocks' },
    reason: 'one index comes or goes in an update',
  },
  {
    link: 'https://github.com/aws/aws-cdk/issues/23323',
    story: 'a table becomes a global table',
    before: table(),
    after: within((stack) => new dynamodb.TableV2(stack, 'Items', { partitionKey: KEY })),
    verdicts: { 'Data/Items/Resource': 'REJECTED blocks' },
    reason: 'does not let a logical id change its type',
  },
  {
    link: 'https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1161',
    story: 'an address beside a generated password changes',
    before: secret('one'),
    after: secret('two'),
    verdicts: { 'Data/Secret/Resource': 'UPDATED blocks' },
    reason: 'generates a new value',
  },
  {
    link: 'https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2356',
    story: 'a token of a cache becomes a user group',
    before: cache({ authToken: 'sixteen-letters-or-more' }),
    after: cache({ userGroupIds: ['users'] }),
    verdicts: { 'Data/Cache': 'REPLACED blocks' },
    reason: 'going from a token to users',
  },
  {
    link: 'https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/918',
    story: 'one more replica of a cache: the specification still says that all of it is replaced',
    before: cache({ replicasPerNodeGroup: 1 }),
    after: cache({ replicasPerNodeGroup: 2 }),
    verdicts: { 'Data/Cache': 'UPDATED' },
  },
  {
    link: 'https://github.com/aws-amplify/amplify-cli/issues/4227',
    story: 'user names are to be the same in large and in small letters',
    before: pool({}),
    after: pool({ signInCaseSensitive: false }),
    verdicts: { 'Data/Users/Resource': 'REJECTED blocks' },
    reason: 'Updates are not allowed for property',
  },
  {
    link: 'https://github.com/aws-amplify/amplify-js/issues/6459',
    story: 'an attribute of users changes',
    before: pool({ customAttributes: { plan: new cognito.StringAttribute({ maxLen: 10 }) } }),
    after: pool({ customAttributes: { plan: new cognito.StringAttribute({ maxLen: 20 }) } }),
    verdicts: { 'Data/Users/Resource': 'REJECTED blocks' },
    reason: 'Existing schema attributes cannot be modified',
  },
  {
    link: 'https://github.com/aws/aws-cdk/issues/34629',
    story: 'a tag on everything reaches a VPC origin',
    before: origin([]),
    after: origin([{ key: 'team', value: 'web' }]),
    verdicts: { 'Data/Origin': 'REJECTED blocks' },
    reason: 'not even a tag',
  },
  {
    link: 'https://github.com/aws/aws-cdk/issues/4698',
    story: 'a stack is full, and its bucket goes into a nested one',
    before: within((stack) => new s3.Bucket(stack, 'Uploads', { removalPolicy: RemovalPolicy.RETAIN })),
    after: within(
      (stack) => new s3.Bucket(new NestedStack(stack, 'More'), 'Uploads', { removalPolicy: RemovalPolicy.RETAIN }),
    ),
    verdicts: { 'Data/Uploads/Resource': 'ORPHANED blocks' },
  },
  {
    link: 'https://github.com/aws/aws-cdk-rfcs/issues/162',
    story: 'a table is moved to a stack of its own',
    before: within((stack) => new dynamodb.TableV2(stack, 'Items', { tableName: 'items', partitionKey: KEY })),
    after: (app) => {
      new Stack(app, 'Data');
      new dynamodb.TableV2(new Stack(app, 'Tables'), 'Items', { tableName: 'items', partitionKey: KEY });
    },
    verdicts: { 'Data/Items/Resource': 'ORPHANED blocks', 'Tables/Items/Resource': 'REJECTED blocks' },
    reason: 'of stack Tables',
  },
];
