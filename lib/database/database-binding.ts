import { Reference, Stack, Tokenization } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IDatabase } from './database';
import { IAM_USER } from '../contract/database-users';
import { Environment } from '../contract/environment';
import { secretValue } from '../private/service/secret-value';
import type { IBindableService } from '../service';

/** What a binding has to know of a database. Not every one can be backed up by AWS Backup. */
export type BoundDatabase = Omit<IDatabase, 'backupResource'>;

/**
 * Gives a service what it needs to connect, in the service's own stack: the way there, the names, and either a password that
 * follows rotation or, where there are ARNs to connect to, the right to make IAM tokens.
 *
 * @param lasting What services of other stacks refer to in one of the ways to connect, with or without a proxy or tokens. It stays
 * exported in all of them: an export cannot go before its last import, so the way could not be changed otherwise.
 */
export function bindDatabase(
  database: BoundDatabase,
  service: IBindableService,
  iamUserArns?: string[],
  lasting: string[] = [],
): void {
  if (Stack.of(database) !== Stack.of(service)) keepExports(database, lasting);
  // From the service's side: so the rules are created in the service's stack.
  for (const port of new Set([database.writerPort, database.readerPort])) {
    service.connections.allowTo(database, ec2.Port.tcp(port), `${service.serviceName} to the database`);
  }
  service.addEnvironment(Environment.DATABASE_WRITER_HOST, database.writerHost);
  service.addEnvironment(Environment.DATABASE_PORT, String(database.writerPort));
  service.addEnvironment(Environment.DATABASE_READER_HOST, database.readerHost);
  service.addEnvironment(Environment.DATABASE_READER_PORT, String(database.readerPort));
  service.addEnvironment(Environment.DATABASE_NAME, database.databaseName);
  service.addEnvironment(Environment.DATABASE_ENGINE, database.engineFamily);
  if (iamUserArns) {
    service.addEnvironment(Environment.DATABASE_USER, IAM_USER);
    iam.Grant.addToPrincipal({ grantee: service, actions: ['rds-db:connect'], resourceArns: iamUserArns });
    return;
  }
  service.addSecret(Environment.DATABASE_USER, secretValue(database.appSecret, 'username'));
  service.addSecret(Environment.DATABASE_PASSWORD, secretValue(database.appSecret, 'password'));
  service.redeployOnRotation(database.appSecret);
}

/** Databases whose exports are there: finding them takes time, and a database may have many services. */
const exported = new WeakSet<BoundDatabase>();

function keepExports(database: BoundDatabase, lasting: string[]): void {
  if (exported.has(database)) return;
  exported.add(database);
  const stack = Stack.of(database);
  [...lasting, database.appSecret.encryptionKey?.keyArn ?? '']
    .filter((value) => {
      const token = Tokenization.reverse(value, { failConcat: false });
      // A key may be that of another stack, or known by its ARN.
      return Reference.isReference(token) && Stack.of(token.target) === stack;
    })
    .forEach((value) => stack.exportValue(value));
}
