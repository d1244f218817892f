import { readFileSync } from 'node:fs';

/** A template that can be changed. */
export interface EditableTemplate {
  readonly Resources: Record<string, EditableResource>;
}

/** A resource of a template that can be changed. */
export interface EditableResource {
  Type: string;
  Properties: Record<string, unknown>;
  DependsOn?: string | string[];
  Metadata?: { 'aws:cdk:path'?: string };
}

/** A mistake in a template that the lane has to find. */
export interface Mistake {
  readonly name: string;
  /** The construct that it is made in: end of its path, and type of its resource. */
  readonly type: string;
  readonly path: string;
  /** Makes it. */
  readonly plant: (resource: EditableResource, template: EditableTemplate) => void;
  /** What the message about it says. */
  readonly message: RegExp;
  /** What the message names. Default: the logical id of the resource. */
  readonly names?: string;
  /** Name of the check that finds what deploys without complaint. Default: it does not deploy. */
  readonly foundBy?: string;
}

const ALARM = 'AWS::CloudWatch::Alarm';
const FUNCTION = 'AWS::Lambda::Function';
const QUEUE = 'AWS::SQS::Queue';
const SERVICE = 'AWS::ECS::Service';
const TABLE = 'AWS::DynamoDB::GlobalTable';
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const TASK = 'AWS::ECS::TaskDefinition';

/** Mistakes that no rule of the rules lane finds, or that only a deployment proves. */
export const MISTAKES: readonly Mistake[] = [
  {
    name: 'a health check that may take longer than its interval',
    type: TARGET_GROUP,
    path: '/Services/Web/TargetGroup',
    plant: ({ Properties }) => Object.assign(Properties, { HealthCheckTimeoutSeconds: 10 }),
    message: /interval must be greater than the timeout/i,
  },
  {
    name: 'two rules of a listener with the same priority',
    type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
    path: '/Services/Web/Rule',
    plant: (rule, { Resources }) => (Resources.SecondRule = { ...structuredClone(rule), Metadata: undefined }),
    names: 'SecondRule',
    message: /priority '50000' is currently in use/i,
  },
  {
    name: 'a key that the secret of a container does not have',
    type: TASK,
    path: '/Services/Web/Core/Task/TaskDefinition',
    plant: (task) => replaceText(task, ':password::', ':passphrase::'),
    message: /DATABASE_PASSWORD.*passphrase/,
  },
  {
    name: 'a key that the secret of the database does not have',
    type: 'AWS::RDS::DBCluster',
    path: '/Database/Cluster',
    plant: (cluster) => replaceText(cluster, ':SecretString:password', ':SecretString:passphrase'),
    message: /passphrase/,
  },
  {
    name: 'an index on an attribute that the table does not declare',
    type: TABLE,
    path: '/Sessions/Table',
    plant: ({ Properties }) => Object.assign(Properties, { GlobalSecondaryIndexes: [index('by-user', 'userId')] }),
    message: /not defined in AttributeDefinitions.*userId/,
  },
  {
    name: 'an index whose name is too short',
    type: TABLE,
    path: '/Sessions/Table',
    plant: ({ Properties }) =>
      Object.assign(Properties, {
        AttributeDefinitions: ['id', 'userId'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
        GlobalSecondaryIndexes: [index('u', 'userId')],
      }),
    message: /length.*(3|three)/i,
  },
  {
    name: 'an alarm that looks at no period',
    type: ALARM,
    path: '/Queues/Jobs/AgeAlarm',
    plant: ({ Properties }) => Object.assign(Properties, { EvaluationPeriods: 0 }),
    message: /EvaluationPeriods/,
  },
  {
    name: 'a queue that puts messages aside where there is no queue',
    type: QUEUE,
    path: '/Queues/Jobs/Queue',
    plant: ({ Properties }) =>
      Object.assign(Properties, {
        RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:123456789012:nowhere', maxReceiveCount: 4 },
      }),
    message: /nowhere/,
  },
  {
    name: 'a service that may scale to fewer tasks than it must have',
    type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    path: '/Services/Web/Core/Scaling/Target',
    plant: ({ Properties }) => Object.assign(Properties, { MinCapacity: 20 }),
    message: /maximum capacity cannot be less than minimum/i,
  },
  {
    name: 'a handler that is not in its asset',
    type: FUNCTION,
    path: '/QueueDemand/Handler/Function',
    plant: ({ Properties }) => Object.assign(Properties, { Handler: 'main.handler' }),
    message: /main\.handler is not in the asset/,
  },
  {
    name: 'a reference to what is not there',
    type: SERVICE,
    path: '/Services/Web/Core/Service/Service',
    plant: ({ Properties }) => Object.assign(Properties, { TaskDefinition: { Ref: 'TaskOfNobody' } }),
    names: 'TaskOfNobody',
    message: /TaskOfNobody/,
  },
  {
    name: 'two resources that wait for each other',
    type: TARGET_GROUP,
    path: '/Services/Web/TargetGroup',
    plant: (group, { Resources }) => {
      group.DependsOn = Object.keys(Resources).find((id) => Resources[id]?.Type === SERVICE);
    },
    message: /circular dependenc/i,
  },
  {
    name: 'a listener rule that forwards to a port on which no container listens',
    type: TASK,
    path: '/Services/Web/Core/Task/TaskDefinition',
    plant: (task) => replaceText(task, '"ContainerPort":8080', '"ContainerPort":9090'),
    message: /Services\/Web\/Core\/Service.*(8080|9090)/,
    foundBy: 'each rule of the listener forwards to a target group, and that to the container port of one service',
  },
  {
    name: 'an alarm on a queue that is not there',
    type: ALARM,
    path: '/Queues/Jobs/DeadLettersAlarm',
    plant: (alarm) => replaceText(alarm, 'jobs-g1-dlq', 'job-g1-dlq'),
    message: /Queues\/Jobs\/DeadLettersAlarm: no QueueName is called "shop-prod-job-g1-dlq"/,
    foundBy: 'each alarm watches what is deployed: every dimension names a resource of its region',
  },
  {
    name: 'a function that does not let its rule call it',
    type: 'AWS::Lambda::Permission',
    path: '/QueueDemand/EveryMinute/AllowEventRuleShopeuwest1SvcQueueDemandHandlerFunctionFC4FEE95',
    plant: ({ Properties }) => Object.assign(Properties, { Principal: 's3.amazonaws.com', SourceArn: undefined }),
    message: /QueueDemand\/Handler\/Function does not let .*EveryMinute call it/,
    foundBy: 'each rule calls a function that exists and lets this rule in, or tells another region',
  },
];

/** The template of a stack as it was synthesized. */
export function readTemplate({ file }: { readonly file: string }): EditableTemplate {
  return JSON.parse(readFileSync(file, 'utf8')) as EditableTemplate;
}

/** Plants a mistake into a template that holds its construct. Returns the logical id of its resource. */
export function plant(mistake: Mistake, template: EditableTemplate): string {
  const logicalId = Object.entries(template.Resources).find(([, resource]) => isAt(resource, mistake))?.[0];
  const resource = template.Resources[logicalId ?? ''];
  if (!logicalId || !resource) throw new Error(`the template has no ${mistake.type} at ${mistake.path}`);
  const before = JSON.stringify(template);
  mistake.plant(resource, template);
  if (JSON.stringify(template) === before) throw new Error(`${mistake.name} was not planted: the template is the same`);
  return logicalId;
}

/** Whether a resource is the one that a mistake is made in. */
export function isAt(resource: Pick<EditableResource, 'Type' | 'Metadata'>, { type, path }: Mistake): boolean {
  const found = resource.Metadata?.['aws:cdk:path']?.replace(/\/(Resource|Default)$/, '');
  return resource.Type === type && (found?.endsWith(path) ?? false);
}

/** Writes something else wherever a resource says `from`. */
export function replaceText(resource: EditableResource, from: string, to: string): void {
  resource.Properties = JSON.parse(JSON.stringify(resource.Properties).replaceAll(from, to)) as Record<string, unknown>;
}

function index(name: string, key: string) {
  return {
    IndexName: name,
    KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
    Projection: { ProjectionType: 'ALL' },
  };
}
