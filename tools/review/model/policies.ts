import { at, list, word } from './json';
import type { Model, Resource } from './model';

/** A statement that allows something, and who holds it. */
export interface Statement {
  /** The policy, or the resource whose own policy it is. */
  readonly source: Resource;
  /** The roles, users or groups that hold it; empty for the policy of a resource. */
  readonly holders: readonly Resource[];
  readonly kind: 'identity' | 'trust' | 'resource';
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly unknown[];
  readonly notResources: readonly unknown[];
  readonly principal?: unknown;
  readonly notPrincipal?: unknown;
  readonly condition?: unknown;
}

const IDENTITIES = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'];

/** Where resources keep policies of their own. */
const RESOURCE_POLICIES: Readonly<Record<string, string>> = {
  'AWS::Backup::BackupVault': 'AccessPolicy',
  'AWS::ECR::Repository': 'RepositoryPolicyText',
  'AWS::EFS::FileSystem': 'FileSystemPolicy',
  'AWS::Events::EventBusPolicy': 'Statement',
  'AWS::KMS::Key': 'KeyPolicy',
  'AWS::OpenSearchService::Domain': 'AccessPolicies',
  'AWS::S3::BucketPolicy': 'PolicyDocument',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
  'AWS::SecretsManager::ResourcePolicy': 'ResourcePolicy',
};

/** Every statement of an assembly that allows something. */
export function statements(model: Model): Statement[] {
  return model.resources.flatMap((resource) => {
    const { type, properties } = resource;
    if (IDENTITIES.includes(type)) {
      return [
        ...read(resource, [resource], 'trust', properties.AssumeRolePolicyDocument),
        ...list(properties.Policies).flatMap((policy) => read(resource, [resource], 'identity', policy.PolicyDocument)),
      ];
    }
    if (type === 'AWS::IAM::Policy' || type === 'AWS::IAM::ManagedPolicy') {
      return read(resource, holdersOf(model, resource), 'identity', properties.PolicyDocument);
    }
    if (type in RESOURCE_POLICIES) return read(resource, [], 'resource', properties[RESOURCE_POLICIES[type]]);
    return type === 'AWS::Lambda::Permission' ? [permission(resource)] : [];
  });
}

function holdersOf(model: Model, policy: Resource): Resource[] {
  const { Roles, Users, Groups } = policy.properties;
  const attached = model.usersOf(policy).filter(({ type }) => IDENTITIES.includes(type));
  return [...new Set([...model.wired([Roles, Users, Groups], ...IDENTITIES), ...attached])];
}

function read(source: Resource, holders: readonly Resource[], kind: Statement['kind'], document: unknown): Statement[] {
  return list(at(document, 'Statement') ?? (Array.isArray(document) ? document : undefined))
    .filter(({ Effect: effect }) => effect === 'Allow')
    .map((statement) => ({
      source,
      holders,
      kind,
      actions: list<string>(statement.Action).map(String),
      notActions: list<string>(statement.NotAction).map(String),
      resources: list(statement.Resource),
      notResources: list(statement.NotResource),
      principal: statement.Principal,
      notPrincipal: statement.NotPrincipal,
      condition: statement.Condition,
    }));
}

function permission(source: Resource): Statement {
  const { Action, FunctionName, Principal, SourceArn, SourceAccount, PrincipalOrgID } = source.properties;
  const given = Object.entries({ SourceArn, SourceAccount, PrincipalOrgID }).filter(([, value]) => value !== undefined);
  return {
    source,
    holders: [],
    kind: 'resource',
    actions: [word(Action)],
    notActions: [],
    resources: [FunctionName],
    notResources: [],
    principal: Principal,
    condition: given.length > 0 ? { permission: Object.fromEntries(given) } : undefined,
  };
}

/** The keys that a condition names: `aws:SourceArn, cloudwatch:namespace`. */
export function conditionKeys(condition: unknown): string[] {
  const keys = Object.values((condition ?? {}) as Record<string, object>).flatMap((operator) => Object.keys(operator));
  return [...new Set(keys)];
}
