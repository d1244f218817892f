import type { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { IBindableService } from '../../lib/service';
import { ManagedPolicyRole } from '../../lib/private/managed-policy-role';

/** The least that bindings need of a service: a role, a security group, and a record of what it was given. */
export class TestService extends Construct implements IBindableService {
  public readonly serviceName = 'web';
  public readonly grantPrincipal: iam.IPrincipal;
  public readonly connections: ec2.Connections;
  public readonly environment: Record<string, string> = {};
  public readonly secrets: Record<string, ecs.Secret> = {};
  public readonly redeployedOn: unknown[] = [];

  constructor(stack: Stack, vpc: ec2.IVpc, id = 'Web') {
    super(stack, id);
    this.grantPrincipal = new ManagedPolicyRole(this, 'TaskRole', {
      assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com'),
      description: 'Service of a test',
    });
    const securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', { vpc, allowAllOutbound: false });
    this.connections = new ec2.Connections({ securityGroups: [securityGroup] });
  }

  public addEnvironment(name: string, value: string): void {
    this.environment[name] = value;
  }

  public addSecret(name: string, secret: ecs.Secret): void {
    this.secrets[name] = secret;
    secret.grantRead(this);
  }

  public redeployOnRotation(secret: unknown): void {
    this.redeployedOn.push(secret);
  }
}
