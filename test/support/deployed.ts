import { Stack, type App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

/** The account that simulated deployments go to. */
export const ACCOUNT = '111111111111';

/** A resource as it would stand in an account: its properties with every reference replaced by a plausible value. */
export interface DeployedResource {
  readonly type: string;
  /** Path of its construct, without the `Resource` that L2s end in. */
  readonly path: string;
  readonly arn: string;
  readonly physicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface TemplateDocument {
  readonly Resources?: Readonly<Record<string, ResourceDefinition>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>
  >;
}

interface ResourceDefinition {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

interface Place {
  readonly stack: Stack;
  readonly template: TemplateDocument;
}

/** How the ARN of a type is formed from the physical id, where it is not `arn:<service>:<region>:<account>:<type>/<id>`. */
const ARN: Readonly<Record<string, (id: string, region: string) => string>> = {
  'AWS::CloudFront::Distribution': (id) => `arn:aws:cloudfront::${ACCOUNT}:distribution/${id}`,
  'AWS::DynamoDB::GlobalTable': (id, region) => `arn:aws:dynamodb:${region}:${ACCOUNT}:table/${id}`,
  'AWS::ECS::Service': (id, region) => `arn:aws:ecs:${region}:${ACCOUNT}:service/${id}`,
  'AWS::ECS::TaskDefinition': (id, region) => `arn:aws:ecs:${region}:${ACCOUNT}:task-definition/${id}:1`,
  'AWS::ElastiCache::ReplicationGroup': (id, region) =>
    `arn:aws:elasticache:${region}:${ACCOUNT}:replicationgroup:${id}`,
  'AWS::ElastiCache::ServerlessCache': (id, region) => `arn:aws:elasticache:${region}:${ACCOUNT}:serverlesscache:${id}`,
  'AWS::ElastiCache::User': (id, region) => `arn:aws:elasticache:${region}:${ACCOUNT}:user:${id}`,
  'AWS::IAM::ManagedPolicy': (id) => `arn:aws:iam::${ACCOUNT}:policy/${id}`,
  'AWS::IAM::Role': (id) => `arn:aws:iam::${ACCOUNT}:role/${id}`,
  'AWS::Lambda::Function': (id, region) => `arn:aws:lambda:${region}:${ACCOUNT}:function:${id}`,
  'AWS::Logs::LogGroup': (id, region) => `arn:aws:logs:${region}:${ACCOUNT}:log-group:${id}:*`,
  'AWS::RDS::DBCluster': (id, region) => `arn:aws:rds:${region}:${ACCOUNT}:cluster:${id}`,
  'AWS::RDS::DBInstance': (id, region) => `arn:aws:rds:${region}:${ACCOUNT}:db:${id}`,
  'AWS::RDS::DBProxy': (id, region) => `arn:aws:rds:${region}:${ACCOUNT}:db-proxy:prx-${id}`,
  'AWS::S3::Bucket': (id) => `arn:aws:s3:::${id}`,
  'AWS::SNS::Topic': (id, region) => `arn:aws:sns:${region}:${ACCOUNT}:${id}`,
  'AWS::SQS::Queue': (id, region) => `arn:aws:sqs:${region}:${ACCOUNT}:${id}`,
  'AWS::SecretsManager::Secret': (id, region) => `arn:aws:secretsmanager:${region}:${ACCOUNT}:secret:${id}-AbCdEf`,
  'AWS::SSM::Parameter': (id, region) => `arn:aws:ssm:${region}:${ACCOUNT}:parameter${id}`,
};

/** Property that holds the physical id. Other resources get one that CloudFormation would make up. */
const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::ECS::Cluster': 'ClusterName',
  'AWS::ECS::Service': 'ServiceName',
  'AWS::ECS::TaskDefinition': 'Family',
  'AWS::ElastiCache::ReplicationGroup': 'ReplicationGroupId',
  'AWS::ElastiCache::ServerlessCache': 'ServerlessCacheName',
  'AWS::ElastiCache::User': 'UserId',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::RDS::DBCluster': 'DBClusterIdentifier',
  'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::SSM::Parameter': 'Name',
};

/** Types whose `Ref` is the ARN. */
const REF_IS_ARN = new Set([
  'AWS::ECS::Service',
  'AWS::ECS::TaskDefinition',
  'AWS::IAM::ManagedPolicy',
  'AWS::SNS::Topic',
  'AWS::SecretsManager::Secret',
  'AWS::SecretsManager::SecretTargetAttachment',
]);

/** Every resource of an app's stacks as if the app were deployed. */
export function deploy(app: App): DeployedResource[] {
  return new Deployment(app).resources();
}

/** Replaces references across all stacks of an app. */
class Deployment {
  private readonly places: readonly Place[];
  private readonly paths = new Map<string, string>();

  constructor(app: App) {
    const stacks = app.node.findAll().filter((node): node is Stack => Stack.isStack(node));
    this.places = stacks.map((stack) => ({ stack, template: Template.fromStack(stack).toJSON() }));
    for (const { stack } of this.places) {
      for (const node of stack.node.findAll()) {
        if (!('logicalId' in node)) continue;
        const logicalId = stack.resolve(node.logicalId) as string;
        this.paths.set(`${stack.stackName}/${logicalId}`, node.node.path.replace(/(\/Resource)+$/, ''));
      }
    }
  }

  public resources(): DeployedResource[] {
    return this.places.flatMap((place) =>
      Object.entries(place.template.Resources ?? {}).map(([logicalId, { Type: type, Properties: properties }]) => ({
        type,
        path: this.paths.get(`${place.stack.stackName}/${logicalId}`) ?? logicalId,
        arn: this.arn(place, logicalId),
        physicalId: this.physicalId(place, logicalId),
        properties: this.value(place, properties ?? {}) as Record<string, unknown>,
      })),
    );
  }

  private definition(place: Place, logicalId: string): ResourceDefinition {
    const definition = place.template.Resources?.[logicalId];
    if (!definition) throw new Error(`${place.stack.stackName} refers to ${logicalId}, which it does not hold`);
    return definition;
  }

  private physicalId(place: Place, logicalId: string): string {
    const { Type, Properties } = this.definition(place, logicalId);
    const name = Properties?.[NAME_PROPERTIES[Type] ?? ''];
    const own = name === undefined ? `${place.stack.stackName}-${logicalId}` : String(this.value(place, name));
    if (Type !== 'AWS::ECS::Service') return own;
    // The ARN of a service holds the name of its cluster.
    const cluster = String(this.value(place, Properties?.Cluster)).split('/').pop();
    return `${cluster}/${own}`;
  }

  private arn(place: Place, logicalId: string): string {
    const { Type, Properties } = this.definition(place, logicalId);
    // An attachment stands for the secret it attaches.
    if (Type === 'AWS::SecretsManager::SecretTargetAttachment') return String(this.value(place, Properties?.SecretId));
    const id = this.physicalId(place, logicalId);
    const [, service = '', kind = ''] = Type.toLowerCase().split('::');
    return ARN[Type]?.(id, place.stack.region) ?? `arn:aws:${service}:${place.stack.region}:${ACCOUNT}:${kind}/${id}`;
  }

  private value(place: Place, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item: unknown) => this.value(place, item));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value) as [string, unknown][];
    const [name = '', argument] = entries[0] ?? [];
    if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::')))
      return this.intrinsic(place, name, argument);
    return Object.fromEntries(entries.map(([key, item]) => [key, this.value(place, item)]));
  }

  private intrinsic(place: Place, name: string, argument: unknown): unknown {
    if (name === 'Ref') return this.ref(place, argument as string);
    if (name === 'Fn::GetAtt') return this.attribute(place, argument as [string, string]);
    const values = this.value(place, argument);
    switch (name) {
      case 'Fn::Join':
        return (values as [string, unknown[]])[1].map(String).join((values as [string, unknown[]])[0]);
      case 'Fn::Select':
        return (values as [number, unknown[]])[1][Number((values as [number, unknown[]])[0])];
      case 'Fn::Split':
        return String((values as [string, unknown])[1]).split((values as [string, unknown])[0]);
      case 'Fn::Sub':
        return String(values).replace(/\$\{([^}]+)\}/g, (_match, reference: string) => this.ref(place, reference));
      case 'Fn::ImportValue':
        return this.exported(values as string);
      case 'Fn::GetStackOutput':
        return this.output(values as { StackName: string; OutputName: string });
      case 'Fn::Base64':
        return values;
      default:
        throw new Error(`${place.stack.stackName} uses ${name}, which this simulation does not know`);
    }
  }

  private ref(place: Place, name: string): string {
    const pseudo: Readonly<Record<string, string>> = {
      'AWS::AccountId': ACCOUNT,
      'AWS::Partition': 'aws',
      'AWS::Region': place.stack.region,
      'AWS::StackId': `arn:aws:cloudformation:${place.stack.region}:${ACCOUNT}:stack/${place.stack.stackName}/0`,
      'AWS::StackName': place.stack.stackName,
      'AWS::URLSuffix': 'amazonaws.com',
    };
    if (name in pseudo) return pseudo[name];
    const { Type } = this.definition(place, name);
    if (REF_IS_ARN.has(Type)) return this.arn(place, name);
    return this.physicalId(place, name);
  }

  private attribute(place: Place, [logicalId, attribute]: readonly [string, string]): string {
    const { Type } = this.definition(place, logicalId);
    if (/^(Arn|ARN|.*Arn|.*ARN)$/.test(attribute) && !attribute.startsWith('MasterUserSecret')) {
      return this.arn(place, logicalId);
    }
    if (/^(Name|ServiceName|QueueName|TopicName|RoleName)$/.test(attribute)) return this.physicalId(place, logicalId);
    if (attribute === 'DBClusterResourceId') return `cluster-${logicalId.toUpperCase()}`;
    if (attribute === 'DbiResourceId') return `db-${logicalId.toUpperCase()}`;
    return `${Type.split('::').pop()?.toLowerCase()}-${logicalId}-${attribute}`;
  }

  private exported(name: string): unknown {
    for (const place of this.places) {
      for (const { Value, Export } of Object.values(place.template.Outputs ?? {})) {
        if (Export && this.value(place, Export.Name) === name) return this.value(place, Value);
      }
    }
    throw new Error(`no stack exports ${name}`);
  }

  private output({ StackName, OutputName }: { StackName: string; OutputName: string }): unknown {
    const place = this.places.find(({ stack }) => stack.stackName === StackName);
    const output = place?.template.Outputs?.[OutputName];
    if (!place || !output) throw new Error(`no stack ${StackName} has an output ${OutputName}`);
    return this.value(place, output.Value);
  }
}
