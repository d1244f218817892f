import { runSimulation, type SimulationIdentityPolicy } from '@cloud-copilot/iam-simulate';
import type { App } from 'aws-cdk-lib';
import { ACCOUNT, deploy, type DeployedResource } from './deployed';

/** Values of condition keys of a request, such as `{ 'cloudwatch:namespace': 'Shop' }`. */
export type RequestContext = Readonly<Record<string, string | string[]>>;

/** Property that holds a resource's own policy, and the property that says which resources it is for. */
const RESOURCE_POLICIES: Readonly<Record<string, { readonly policy: string; readonly targets?: string }>> = {
  'AWS::KMS::Key': { policy: 'KeyPolicy' },
  'AWS::S3::BucketPolicy': { policy: 'PolicyDocument', targets: 'Bucket' },
  'AWS::SNS::TopicPolicy': { policy: 'PolicyDocument', targets: 'Topics' },
  'AWS::SQS::QueuePolicy': { policy: 'PolicyDocument', targets: 'Queues' },
  'AWS::SecretsManager::ResourcePolicy': { policy: 'ResourcePolicy', targets: 'SecretId' },
};

/** What the roles of an app may do once it is deployed, found by offline simulation of their policies. */
export class AccessModel {
  private readonly resources: readonly DeployedResource[];

  constructor(app: App) {
    this.resources = deploy(app);
  }

  /** Paths of all roles. */
  public get rolePaths(): string[] {
    return this.resources.filter(({ type }) => type === 'AWS::IAM::Role').map(({ path }) => path);
  }

  /** ARN of the one resource whose construct's path ends like this. */
  public arn(path: string, type?: string): string {
    return this.find(path, type).arn;
  }

  /** The role of the one construct whose path ends like this. */
  public role(path: string): RoleAccess {
    return new RoleAccess(this.find(path, 'AWS::IAM::Role'), this.resources);
  }

  private find(path: string, type?: string): DeployedResource {
    const found = this.resources.filter(
      (resource) => `/${resource.path}`.endsWith(`/${path}`) && (type === undefined || resource.type === type),
    );
    if (found.length !== 1) {
      const all = this.resources.filter((resource) => type === undefined || resource.type === type);
      throw new Error(
        `${found.length} resources${type ? ` of ${type}` : ''} end in ${path}; there are\n${all.map((resource) => `  ${resource.path}`).join('\n')}`,
      );
    }
    return found[0];
  }
}

/** What one role may do. */
export class RoleAccess {
  /** Policies attached to the role, whichever way. */
  public readonly policies: readonly SimulationIdentityPolicy[];

  constructor(
    private readonly role: DeployedResource,
    private readonly resources: readonly DeployedResource[],
  ) {
    this.policies = [...this.attachedPolicies(), ...this.inlinePolicies(), ...this.referredPolicies()];
  }

  /**
   * Whether a request of this role would be allowed. Requests are made over TLS, from within the account.
   *
   * @param action Action, such as `sqs:SendMessage`. One that does not exist is an error.
   * @param resource ARN, or `*` for an action that knows no resources.
   * @param context Condition keys of the request.
   */
  public async may(action: string, resource: string, context: RequestContext = {}): Promise<boolean> {
    const result = await runSimulation(
      {
        request: {
          principal: this.role.arn,
          action,
          resource: { resource, accountId: ACCOUNT },
          contextVariables: {
            'aws:SecureTransport': 'true',
            'aws:PrincipalAccount': ACCOUNT,
            'aws:PrincipalArn': this.role.arn,
            'aws:PrincipalIsAWSService': 'false',
            ...context,
          },
        },
        identityPolicies: [...this.policies],
        resourceControlPolicies: [],
        serviceControlPolicies: [],
        resourcePolicy: this.resourcePolicy(resource),
      },
      {},
    );
    if (result.resultType === 'error') throw new Error(`${action} on ${resource}: ${JSON.stringify(result.errors)}`);
    return result.overallResult === 'Allowed';
  }

  private attachedPolicies(): SimulationIdentityPolicy[] {
    const names = new Set([this.role.physicalId, this.role.arn]);
    return this.resources
      .filter(({ type }) => type === 'AWS::IAM::ManagedPolicy' || type === 'AWS::IAM::Policy')
      .filter(({ properties }) => strings(properties.Roles).some((role) => names.has(role)))
      .map(({ path, properties }) => ({ name: path, policy: properties.PolicyDocument }));
  }

  private inlinePolicies(): SimulationIdentityPolicy[] {
    const inline = (this.role.properties.Policies ?? []) as { PolicyName: string; PolicyDocument: unknown }[];
    return inline.map(({ PolicyName, PolicyDocument }) => ({ name: PolicyName, policy: PolicyDocument }));
  }

  private referredPolicies(): SimulationIdentityPolicy[] {
    return strings(this.role.properties.ManagedPolicyArns).map((arn) => {
      const policy = this.resources.find((resource) => resource.arn === arn);
      if (!policy) throw new Error(`${this.role.path} has ${arn}, whose content is not known here`);
      return { name: policy.path, policy: policy.properties.PolicyDocument };
    });
  }

  /** The policy of the resource itself: that of a key, or one that is attached to a bucket, queue, topic or secret. */
  private resourcePolicy(arn: string): unknown {
    const target = this.resources.find(
      (resource) => resource.arn === arn || (resource.type === 'AWS::S3::Bucket' && arn.startsWith(`${resource.arn}/`)),
    );
    if (!target) return undefined;
    for (const { type, arn: own, properties } of this.resources) {
      const definition = RESOURCE_POLICIES[type];
      if (!definition) continue;
      const targets = definition.targets === undefined ? [own] : strings(properties[definition.targets]);
      if (targets.includes(target.arn) || targets.includes(target.physicalId)) return properties[definition.policy];
    }
    return undefined;
  }
}

function strings(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
}
