import { runSimulation, type Simulation, type SimulationIdentityPolicy } from '@cloud-copilot/iam-simulate';
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
  private readonly roles: readonly RoleAccess[];

  constructor(app: App) {
    this.resources = deploy(app);
    this.roles = this.resources
      .filter(({ type }) => type === 'AWS::IAM::Role')
      .map((role) => new RoleAccess(role, this.resources))
      .sort((one, other) => one.path.localeCompare(other.path));
  }

  /** The roles whose policies are all of the app's own, and can be simulated. */
  public get transparentRoles(): RoleAccess[] {
    return this.roles.filter(({ foreignPolicies }) => foreignPolicies.length === 0);
  }

  /** The roles with policies that AWS or somebody else maintains. */
  public get opaqueRoles(): RoleAccess[] {
    return this.roles.filter(({ foreignPolicies }) => foreignPolicies.length > 0);
  }

  /** ARN of the one resource whose construct's path ends like this. */
  public arn(path: string, type?: string): string {
    return this.find(path, type).arn;
  }

  /** ARNs of all resources of a type. */
  public arns(type: string): string[] {
    return this.resources.filter((resource) => resource.type === type).map(({ arn }) => arn);
  }

  /** The role of the one construct whose path ends like this. */
  public role(path: string): RoleAccess {
    const found = this.find(path, 'AWS::IAM::Role');
    return this.roles.find((role) => role.path === found.path) ?? new RoleAccess(found, this.resources);
  }

  /** Paths of all roles that may do something. */
  public async whoMay(action: string, resource: string, context?: RequestContext): Promise<string[]> {
    const allowed = await Promise.all(this.transparentRoles.map((role) => role.may(action, resource, context)));
    return this.transparentRoles.filter((_role, index) => allowed[index]).map(({ path }) => path);
  }

  private find(path: string, type?: string): DeployedResource {
    const candidates = this.resources.filter((resource) => type === undefined || resource.type === type);
    const found = candidates.filter((resource) => `/${resource.path}`.endsWith(`/${path}`));
    if (found.length === 1) return found[0];
    const all = candidates.map((resource) => `  ${resource.path}`).join('\n');
    throw new Error(`${found.length} resources${type ? ` of ${type}` : ''} end in ${path}; there are\n${all}`);
  }
}

/** What one role may do. */
export class RoleAccess {
  /** Path of the role's construct. */
  public readonly path: string;
  /** ARNs of policies that are not the app's own: what they allow is not known here. */
  public readonly foreignPolicies: readonly string[];
  private readonly policies: readonly SimulationIdentityPolicy[];

  constructor(
    private readonly role: DeployedResource,
    private readonly resources: readonly DeployedResource[],
  ) {
    this.path = role.path;
    const referred = strings(role.properties.ManagedPolicyArns);
    const own = resources.filter(({ arn }) => referred.includes(arn));
    this.foreignPolicies = referred.filter((arn) => !own.some((policy) => policy.arn === arn));
    this.policies = [...this.attachedPolicies(), ...this.inlinePolicies(), ...own.map(asPolicy)];
  }

  /** Who may assume the role: the principals of its trust policy, such as `ecs-tasks.amazonaws.com`. */
  public get trusted(): string[] {
    const { Statement: statements } = this.role.properties.AssumeRolePolicyDocument as {
      readonly Statement: readonly { readonly Principal: Readonly<Record<string, unknown>> }[];
    };
    return statements.flatMap(({ Principal: principal }) => Object.values(principal).flatMap(strings));
  }

  /**
   * Whether a request of this role would be allowed. Requests are made over TLS, from within the account.
   *
   * @param action Action, such as `sqs:SendMessage`. One that does not exist is an error.
   * @param resource ARN, or `*` for an action that knows no resources.
   * @param context Condition keys of the request.
   */
  public async may(action: string, resource: string, context: RequestContext = {}): Promise<boolean> {
    const [foreign] = this.foreignPolicies;
    if (foreign) throw new Error(`${this.path} has ${foreign}, whose content is not known here`);
    const simulation: Simulation = {
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
    };
    const result = await runSimulation(withKnownKeys(simulation), {});
    if (result.resultType === 'error') throw new Error(`${action} on ${resource}: ${JSON.stringify(result.errors)}`);
    const ignored = result.resultType === 'single' ? (result.result.ignoredContextKeys ?? []) : [];
    const foreignKeys = ignored.filter((key) => key in context);
    if (foreignKeys.length > 0) throw new Error(`${action} has no condition keys ${foreignKeys.join(', ')}`);
    return result.overallResult === 'Allowed';
  }

  private attachedPolicies(): SimulationIdentityPolicy[] {
    const names = new Set([this.role.physicalId, this.role.arn]);
    return this.resources
      .filter(({ type }) => type === 'AWS::IAM::ManagedPolicy' || type === 'AWS::IAM::Policy')
      .filter(({ properties }) => strings(properties.Roles).some((role) => names.has(role)))
      .map(asPolicy);
  }

  private inlinePolicies(): SimulationIdentityPolicy[] {
    const inline = (this.role.properties.Policies ?? []) as { PolicyName: string; PolicyDocument: unknown }[];
    return inline.map(({ PolicyName, PolicyDocument }) => ({ name: PolicyName, policy: PolicyDocument }));
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

/**
 * The simulation drops condition keys that it does not know, and knows none that hold a name of the caller's own. A tag of the
 * principal is such a key as well, and one that it knows.
 */
function withKnownKeys(simulation: Simulation): Simulation {
  const text = JSON.stringify(simulation).replaceAll('"kms:EncryptionContext:', '"aws:PrincipalTag/');
  return JSON.parse(text) as Simulation;
}

function asPolicy({ path, properties }: DeployedResource): SimulationIdentityPolicy {
  return { name: path, policy: properties.PolicyDocument };
}

function strings(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
}
