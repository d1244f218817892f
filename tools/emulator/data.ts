import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeDBClustersCommand, DescribeDBInstancesCommand, type DBInstance } from '@aws-sdk/client-rds';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { differs, unless } from './check';
import { jsonSecret } from './checks/secrets';
import type { Deployment } from './deployment';

/** What users have left in a deployment, and what only its own resources could know. */
export interface Data {
  /** Session and object: the text that was written. */
  readonly text: string;
  /** Resource id of each database that holds data, which no other will ever have. */
  readonly databases: Readonly<Record<string, string>>;
  /** Password of the application. */
  readonly password: string;
}

const ID = 'emulator-lane';

/** Writes a session, a message and an object, and notes which databases hold the rest. */
export async function writeData(deployment: Deployment): Promise<Data> {
  const text = `written to ${deployment.stacks[0]?.name}`;
  const { dynamodb, sqs, s3 } = deployment.home;
  const { table, queue, bucket } = placesOf(deployment);
  await dynamodb.send(new PutItemCommand({ TableName: table, Item: { id: { S: ID }, text: { S: text } } }));
  await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: text }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: ID, Body: text }));
  return { text, databases: await databasesOf(deployment), password: await passwordOf(deployment) };
}

/** What is no longer as it was written. */
export async function lostData(deployment: Deployment, data: Data): Promise<string[]> {
  const [session, message, object, databases, password] = await Promise.all([
    readSession(deployment).catch(String),
    readMessage(deployment).catch(String),
    readObject(deployment).catch(String),
    databasesOf(deployment),
    passwordOf(deployment).catch(String),
  ]);
  return [
    ...differs('the session', session, data.text),
    ...differs('the message', message, data.text),
    ...differs('the object', object, data.text),
    ...Object.entries(data.databases).flatMap(([name, id]) => differs(`the database ${name}`, databases[name], id)),
    ...unless(password === data.password, 'the password of the application is another one'),
  ];
}

/** The session that was written, or nothing. */
async function readSession(deployment: Deployment): Promise<string | undefined> {
  const { table } = placesOf(deployment);
  const { Item } = await deployment.home.dynamodb.send(
    new GetItemCommand({ TableName: table, Key: { id: { S: ID } } }),
  );
  return Item?.text?.S;
}

async function readMessage(deployment: Deployment): Promise<string | undefined> {
  const { queue } = placesOf(deployment);
  // Visible again at once: the next reader looks for it too.
  const { Messages } = await deployment.home.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queue, VisibilityTimeout: 0, WaitTimeSeconds: 1 }),
  );
  return Messages?.[0]?.Body;
}

async function readObject(deployment: Deployment): Promise<string | undefined> {
  const { bucket } = placesOf(deployment);
  const { Body } = await deployment.home.s3.send(new GetObjectCommand({ Bucket: bucket, Key: ID }));
  return Body?.transformToString();
}

function placesOf(deployment: Deployment) {
  return {
    table: deployment.at('AWS::DynamoDB::GlobalTable', '/Sessions/Table').physicalId,
    queue: deployment.at('AWS::SQS::Queue', '/Queues/Jobs/Queue').physicalId,
    bucket: deployment.at('AWS::S3::Bucket', '/Objects/Bucket/Bucket').physicalId,
  };
}

async function databasesOf(deployment: Deployment): Promise<Record<string, string>> {
  const { rds } = deployment.home;
  const [{ DBClusters = [] }, { DBInstances = [] }] = await Promise.all([
    rds.send(new DescribeDBClustersCommand({})),
    rds.send(new DescribeDBInstancesCommand({})),
  ]);
  const entries = [
    ...DBClusters.map(({ DBClusterIdentifier: name, DbClusterResourceId: id }) => [name, id]),
    ...DBInstances.filter(holdsData).map(({ DBInstanceIdentifier: name, DbiResourceId: id }) => [name, id]),
  ];
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Instances of Aurora read the storage of their cluster, and replicas copy a primary. */
function holdsData({
  DBClusterIdentifier: cluster,
  ReadReplicaSourceDBInstanceIdentifier: source,
}: DBInstance): boolean {
  return !cluster && !source;
}

async function passwordOf(deployment: Deployment): Promise<string> {
  const secret = await jsonSecret(deployment, deployment.at('AWS::SecretsManager::Secret', '/AppSecret').physicalId);
  return String(secret.password);
}
