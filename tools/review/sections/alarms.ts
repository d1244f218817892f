import { list, textsIn, word } from '../model/json';
import type { Model, Resource } from '../model/model';
import { metricsOf } from '../model/metrics';
import { columns, count, sorted, unique, type Row, type SectionMaker } from '../section';

/** Types that somebody wants to hear of when they fail. */
const WATCHED = [
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGatewayV2::Api',
  'AWS::CloudFront::Distribution',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::ECS::Service',
  'AWS::EC2::NatGateway',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::ElastiCache::ServerlessCache',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::Kinesis::Stream',
  'AWS::Lambda::Function',
  'AWS::OpenSearchService::Domain',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::SQS::Queue',
  'AWS::StepFunctions::StateMachine',
];

const OPERATORS: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: '>=',
  GreaterThanThreshold: '>',
  LessThanOrEqualToThreshold: '<=',
  LessThanThreshold: '<',
};

/** What rings, when, and whom it tells. */
export const alarms: SectionMaker = (model) => {
  const metricAlarms = model.ofType('AWS::CloudWatch::Alarm');
  const rows = sorted(
    [...metricAlarms, ...model.ofType('AWS::CloudWatch::CompositeAlarm')].map((alarm) => row(model, alarm)),
  );
  const watched = model.ofType(...WATCHED).filter(({ properties }) => properties.DBClusterIdentifier === undefined);
  const silent = watched.filter((resource) => !metricAlarms.some((alarm) => watches(model, alarm, resource)));
  const mute = rows.filter(({ concern }) => concern).length;
  return {
    id: 'alarms',
    title: 'Alarms',
    summary: `${count(rows.length, 'alarm')}${mute > 0 ? `, ${mute} tell nobody` : ''}; ${
      silent.length > 0
        ? `${silent.length} of ${watched.length} watchable resources have none`
        : 'everything watchable has one'
    }`,
    tables: [
      {
        id: 'alarms',
        title: 'Alarms',
        columns: columns({ where: 'Where', metric: 'Metric', threshold: 'Rings when', actions: 'Does' }),
        rows,
        none: 'no alarm',
      },
      {
        id: 'unwatched',
        title: 'Without an alarm',
        columns: columns({ where: 'Where', what: 'What' }),
        rows: sorted(
          silent.map(({ path, label, type }) => ({
            key: path,
            cells: { where: label, what: type.replace(/^AWS::/, '') },
            concern: 'nobody hears when it fails',
          })),
        ),
        none: 'everything that can be watched has an alarm',
      },
    ],
  };
};

function row(model: Model, alarm: Resource): Row {
  const actions = unique([
    ...(alarm.properties.ActionsEnabled === false ? [] : list<string>(alarm.properties.AlarmActions)).map((action) =>
      actionOf(model, action),
    ),
    ...model
      .usersOf(alarm)
      .filter(({ type }) => type === 'AWS::ECS::Service')
      .map(({ label }) => `rolls back ${label}`),
  ]);
  return {
    key: alarm.path,
    cells: {
      where: alarm.label,
      metric: metricText(alarm),
      threshold: model.show(thresholdText(alarm)),
      actions: actions.join(', '),
    },
    concern: actions.length === 0 ? 'tells nobody' : undefined,
  };
}

function actionOf(model: Model, action: string): string {
  const [target] = model.references(action);
  if (target?.type === 'AWS::SNS::Topic') return `notifies ${model.show(target.name ?? target.label)}`;
  if (target?.type === 'AWS::ApplicationAutoScaling::ScalingPolicy') return 'scales';
  return target ? target.label : model.show(action);
}

function metricText(alarm: Resource): string {
  if (alarm.type.endsWith('CompositeAlarm')) return 'other alarms';
  const metrics = metricsOf(alarm).map(({ namespace, name, statistic }) => `${namespace} ${name} ${statistic}`);
  const expression = list(alarm.properties.Metrics).find(
    ({ Expression, ReturnData }) => Expression !== undefined && ReturnData !== false,
  )?.Expression;
  return expression === undefined ? metrics.join(', ') : `${word(expression)} of ${unique(metrics).join(', ')}`;
}

function thresholdText({ type, properties }: Resource): string {
  if (type.endsWith('CompositeAlarm')) return word(properties.AlarmRule);
  const [metric] = metricsOf({ properties } as Resource);
  const periods = Number(properties.EvaluationPeriods ?? 1);
  const datapoints = Number(properties.DatapointsToAlarm ?? periods);
  const operator = OPERATORS[word(properties.ComparisonOperator)] ?? word(properties.ComparisonOperator);
  const often = datapoints === periods ? `${periods} x` : `${datapoints} of ${periods} x`;
  return `${operator} ${word(properties.Threshold, 'the band')} for ${often} ${metric?.period ?? '?'} s`;
}

/** Whether an alarm looks at a resource: by reference, or by its name as the value of a dimension. */
function watches(model: Model, alarm: Resource, resource: Resource): boolean {
  if (model.references([alarm.properties.Metrics, alarm.properties.Dimensions]).includes(resource)) return true;
  const values = metricsOf(alarm).flatMap(({ dimensions }) => textsIn(dimensions));
  return resource.name !== undefined && values.includes(resource.name) && sameService(alarm, resource);
}

function sameService(alarm: Resource, { type }: Resource): boolean {
  const namespaces = metricsOf(alarm).map(({ namespace }) => namespace);
  const service = type.split('::')[1].toLowerCase();
  return namespaces.some(
    (namespace) => !namespace.startsWith('AWS/') || service.startsWith(namespace.slice('AWS/'.length).toLowerCase()),
  );
}
