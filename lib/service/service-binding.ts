import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { IConstruct } from 'constructs';

/**
 * A service that can be bound to what it uses: a web service or a worker. Grants go to its task role, network rules to
 * its security group; both are created in the service's own stack, never in the stack of what it is bound to.
 */
export interface IBindableService extends IConstruct, ec2.IConnectable, iam.IGrantable {
  /** Name of the service, lower case, such as `web`. */
  readonly serviceName: string;

  /**
   * Adds a variable to the environment of the service's tasks. Never put a secret into it.
   *
   * @param name Name of the variable: letters, digits and underscores, at least two characters.
   * @param value Value, known at synthesis or a reference.
   */
  addEnvironment(name: string, value: string): void;

  /**
   * Adds a variable whose value the container agent reads from Secrets Manager or Parameter Store when a task starts. The
   * execution role is allowed to read it.
   *
   * @param name Name of the variable: letters, digits and underscores, at least two characters.
   * @param secret Where the value is read from.
   */
  addSecret(name: string, secret: ecs.Secret): void;

  /**
   * Redeploys the service whenever a secret has rotated, because a running task keeps the value it started with.
   *
   * @param secret The rotating secret, already given to the service with `addSecret`.
   */
  redeployOnRotation(secret: secretsmanager.ISecret): void;
}

/**
 * The one extension point: anything that a service can use. A binding adds the environment variables, the network rule
 * and the permissions that the service needs, in one call.
 */
export interface IServiceBinding {
  /**
   * Gives a service everything it needs to use this resource.
   *
   * @param service The web service or worker that will use it.
   */
  bindToService(service: IBindableService): void;
}
