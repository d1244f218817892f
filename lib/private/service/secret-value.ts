import { Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

/**
 * A secret, or one field of it, as a variable of a container. Unlike `ecs.Secret.fromSecretsManager` it changes nothing but the
 * reader's own policy: the L2 names the reading role in the policy of the secret's key, and where the key is in another
 * stack, each of the two stacks would then wait for the other.
 */
export function secretValue(secret: secretsmanager.ISecret, field?: string): ecs.Secret {
  return new SecretValue(secret, field);
}

class SecretValue extends ecs.Secret {
  public readonly arn: string;
  public readonly hasField: boolean;

  constructor(
    private readonly secret: secretsmanager.ISecret,
    field?: string,
  ) {
    super();
    this.arn = field ? `${secret.secretArn}:${field}::` : secret.secretArn;
    this.hasField = field !== undefined;
  }

  public grantRead(grantee: iam.IGrantable): iam.Grant {
    const { encryptionKey } = this.secret;
    if (encryptionKey) {
      grantee.grantPrincipal.addToPrincipalPolicy(
        new iam.PolicyStatement({
          actions: ['kms:Decrypt'],
          resources: [encryptionKey.keyArn],
          conditions: {
            StringEquals: { 'kms:ViaService': `secretsmanager.${Stack.of(this.secret).region}.amazonaws.com` },
          },
        }),
      );
    }
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['secretsmanager:GetSecretValue'],
      resourceArns: [this.secret.secretFullArn ?? `${this.secret.secretArn}-??????`],
    });
  }
}
