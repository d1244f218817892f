import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { secretPatterns, type ShardSource } from './sharded-source';
import { Environment } from '../contract/environment';
import { SHARDS_RECORD } from '../contract/shard-map';
import { acknowledge, wildcardFinding } from '../private/acknowledge';
import type { IBindableService } from '../service';

/** Gives a service the first shard as any database, and the right to find and use the others. Nothing of it counts the shards. */
export function bindShards(first: ShardSource, controlTableName: string, service: IBindableService): void {
  first.bindToService(service);
  service.addEnvironment(Environment.CONTROL_TABLE, controlTableName);
  allowMap(controlTableName, service);
  allowSecrets(first, service);
}

/** The map alone: what else is in the table is for commands. */
function allowMap(controlTableName: string, service: IBindableService): void {
  const table = Stack.of(service).formatArn({
    service: 'dynamodb',
    resource: 'table',
    resourceName: controlTableName,
  });
  service.grantPrincipal.addToPrincipalPolicy(
    new iam.PolicyStatement({
      actions: ['dynamodb:GetItem'],
      resources: [table],
      conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [SHARDS_RECORD] } },
    }),
  );
}

/** Read while tasks run, and not when they start: a shard that is added later has to be found without a deployment. */
function allowSecrets(first: ShardSource, service: IBindableService): void {
  const stack = Stack.of(service);
  const resources = secretPatterns(first.databaseIdentifier).map((resourceName) =>
    stack.formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  );
  const { grantPrincipal } = service;
  grantPrincipal.addToPrincipalPolicy(
    new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources }),
  );
  const { encryptionKey } = first.appSecret;
  if (encryptionKey) {
    grantPrincipal.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [encryptionKey.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${Stack.of(first).region}.amazonaws.com` } },
      }),
    );
  }
  acknowledge(
    Construct.isConstruct(grantPrincipal) ? grantPrincipal : service,
    'The number of a shard that is added later is not known, and a service must not change with each. The names end in that of the secret of the services, not of the administrator, and only secrets under the key of this deployment can be decrypted.',
    ...resources.filter((arn) => arn.includes('*')).map((arn) => wildcardFinding(stack, arn)),
  );
}
