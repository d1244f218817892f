import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct, IDependable } from 'constructs';
import { CredentialRotation } from './credential-rotation';
import type { DatabaseEngineFamily, DatabaseProps } from './database';
import type { BoundDatabase } from './database-binding';
import type { DatabaseCore } from './database-core';
import { rotationSubnets } from './database-rules';
import { FIRST_USER } from '../contract/database-users';

/** The administrator. Control Tower refuses the names that every attacker tries first (CT.RDS.PR.21 and 22). */
const ADMIN_USER = 'dbadmin';

/** Letters and digits alone need no quoting anywhere; RDS for MySQL takes at most 41 characters. */
const PASSWORD = { generateStringKey: 'password', excludePunctuation: true, passwordLength: 40 };

/** The credentials of a database that accepts writes, and their rotation. Replicas have those of their source. */
export class DatabaseSecrets {
  public readonly adminSecret: secretsmanager.Secret;
  private readonly key: kms.IKey;

  constructor(
    private readonly scope: Construct,
    private readonly core: DatabaseCore,
    private readonly props: DatabaseProps,
    adminDatabase?: string,
  ) {
    // By ARN: a secret would add statements to the policy of a key that it knows as a whole, with actions by wildcard.
    this.key = kms.Key.fromKeyArn(this.scope, 'SecretKey', (props.secretEncryptionKey ?? core.key).keyArn);
    this.adminSecret = this.createSecret('AdminSecret', 'admin', { username: ADMIN_USER, dbname: adminDatabase });
  }

  /** What the L2s are told of the administrator. */
  public get adminCredentials(): rds.Credentials {
    return rds.Credentials.fromSecret(this.adminSecret, ADMIN_USER);
  }

  /** Secret of the services, with everything that rotation has to know. */
  public createAppSecret(database: {
    readonly engineFamily: DatabaseEngineFamily;
    readonly host: string;
    readonly port: number;
    readonly databaseName: string;
  }): secretsmanager.Secret {
    return this.createSecret('AppSecret', 'app', {
      username: FIRST_USER,
      engine: database.engineFamily,
      host: database.host,
      port: database.port,
      dbname: database.databaseName,
      masterarn: this.adminSecret.secretArn,
    });
  }

  /** Rotates both secrets, for the first time as soon as the writer can be connected to. */
  public rotate(database: BoundDatabase, writer: IDependable): CredentialRotation {
    const rotation = new CredentialRotation(this.scope, 'Rotation', {
      vpc: this.props.vpc,
      subnets: rotationSubnets(this.props),
      database,
      // Of the two ports the one that is the database's own, with a proxy and without.
      port: database.readerPort,
      adminSecret: database.adminSecret,
      appSecret: database.appSecret,
      announceIn: this.props.replicaRegions?.map(({ region }) => region),
      encryptionKey: this.core.key,
    });
    rotation.node
      .findAll()
      .filter((child) => child instanceof secretsmanager.CfnRotationSchedule)
      .forEach((schedule) => schedule.node.addDependency(writer, database.adminSecret));
    return rotation;
  }

  private createSecret(id: string, kind: SecretKind, fields: Record<string, unknown>): secretsmanager.Secret {
    const secret = new secretsmanager.Secret(this.scope, id, {
      secretName: secretName(this.core.identifier, kind),
      description: `Credentials of ${this.core.identifier}`,
      encryptionKey: this.key,
      generateSecretString: { ...PASSWORD, secretStringTemplate: Stack.of(this.scope).toJsonString(fields) },
      removalPolicy: this.props.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    const replicas = this.props.replicaRegions ?? [];
    if (replicas.length > 0) {
      // Of the L1: the L2 asks for a key as a whole, and what is known of one in another region is a literal ARN.
      const cfnSecret = secret.node.defaultChild as secretsmanager.CfnSecret;
      cfnSecret.replicaRegions = replicas.map(({ region, secretKeyArn }) => ({ region, kmsKeyId: secretKeyArn }));
    }
    return secret;
  }
}

/** Whose credentials a secret holds. */
type SecretKind = 'admin' | 'app';

/** Physical name of a secret, the same in every region. It never changes. */
export function secretName(identifier: string, kind: SecretKind): string {
  return `${identifier}-${kind}`;
}

/**
 * The replicas of the secrets in the region of a replica, known by name: the six characters that AWS adds are those of home, and nothing
 * of another region is referred to. ECS and Secrets Manager find a secret by such an ARN, as long as its name does not itself end with a
 * hyphen and six characters (https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen).
 */
export function replicatedSecrets(
  scope: Construct,
  identifier: string,
  encryptionKey: kms.IKey | undefined,
): { readonly adminSecret: secretsmanager.ISecret; readonly appSecret: secretsmanager.ISecret } {
  const secret = (id: string, kind: SecretKind) =>
    secretsmanager.Secret.fromSecretAttributes(scope, id, {
      secretPartialArn: Stack.of(scope).formatArn({
        service: 'secretsmanager',
        resource: 'secret',
        resourceName: secretName(identifier, kind),
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
      encryptionKey,
    });
  return { adminSecret: secret('AdminSecret', 'admin'), appSecret: secret('AppSecret', 'app') };
}
