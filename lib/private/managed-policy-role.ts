import { Resource } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge';

/** Properties of a ManagedPolicyRole. */
export interface ManagedPolicyRoleProps {
  readonly assumedBy: iam.IPrincipal;
  readonly description: string;
  readonly managedPolicies?: iam.IManagedPolicy[];
}

/**
 * A role whose grants collect in one customer managed policy. The L2's own role puts them into an inline policy, which
 * every compliance pack refuses, because inline policies are neither versioned nor listed in one place.
 */
export class ManagedPolicyRole extends Resource implements iam.IRole {
  public readonly grantPrincipal: iam.IPrincipal = this;
  public readonly assumeRoleAction: string = 'sts:AssumeRole';
  private readonly role: iam.Role;
  private policy?: iam.ManagedPolicy;

  constructor(scope: Construct, id: string, props: ManagedPolicyRoleProps) {
    super(scope, id);
    this.role = new iam.Role(this, 'Resource', props);
  }

  public get roleArn(): string {
    return this.role.roleArn;
  }

  public get roleName(): string {
    return this.role.roleName;
  }

  public get roleRef(): iam.RoleReference {
    return this.role.roleRef;
  }

  public get policyFragment(): iam.PrincipalPolicyFragment {
    return this.role.policyFragment;
  }

  public get principalAccount(): string | undefined {
    return this.role.principalAccount;
  }

  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    const policy = this.grantsPolicy();
    policy.addStatements(statement);
    return { statementAdded: true, policyDependable: policy };
  }

  /** Acknowledges findings on what is granted, where they are found: on the policy. */
  public acknowledgeGrants(reason: string, ...ids: string[]): void {
    acknowledge(this.grantsPolicy(), reason, ...ids);
  }

  public addToPolicy(statement: iam.PolicyStatement): boolean {
    return this.addToPrincipalPolicy(statement).statementAdded;
  }

  public addManagedPolicy(policy: iam.IManagedPolicy): void {
    this.role.addManagedPolicy(policy);
  }

  public attachInlinePolicy(policy: iam.Policy): void {
    this.role.attachInlinePolicy(policy);
  }

  public grant(grantee: iam.IPrincipal, ...actions: string[]): iam.Grant {
    return this.role.grant(grantee, ...actions);
  }

  public grantPassRole(grantee: iam.IPrincipal): iam.Grant {
    return this.role.grantPassRole(grantee);
  }

  public grantAssumeRole(grantee: iam.IPrincipal): iam.Grant {
    return this.role.grantAssumeRole(grantee);
  }

  private grantsPolicy(): iam.ManagedPolicy {
    this.policy ??= new iam.ManagedPolicy(this, 'Policy', { roles: [this.role] });
    return this.policy;
  }
}
