import { at, list, word } from '../model/json';
import type { Model } from '../model/model';
import { compare } from '../../../lib/private/compare';
import { count, unique } from '../section';
import type { Kind, Node } from './graph';

/** What stands beside the services: how they are watched, kept and run. */
export function operations(model: Model): Node[] {
  const node = (kind: Kind, title: string, text: string): Node => ({
    id: `operations ${kind}`,
    kind,
    place: 'operations',
    title,
    text,
  });
  const number = (type: string) => model.ofType(type).length;
  const alarms = number('AWS::CloudWatch::Alarm') + number('AWS::CloudWatch::CompositeAlarm');
  const topics = model.ofType('AWS::SNS::Topic').length;
  const dashboards = number('AWS::CloudWatch::Dashboard');
  const functions = number('AWS::Lambda::Function');
  const keys = number('AWS::KMS::Key');
  return [
    ...(alarms > 0 ? [node('bell', count(alarms, 'alarm'), `to ${count(topics, 'topic')}`)] : []),
    ...(dashboards > 0 ? [node('chart', count(dashboards, 'dashboard'), 'CloudWatch')] : []),
    ...vaults(model),
    ...(functions > 0 ? [node('function', count(functions, 'function'), 'Lambda')] : []),
    ...(keys > 0
      ? [node('key', count(keys, 'key'), `and ${count(number('AWS::SecretsManager::Secret'), 'secret')}`)]
      : []),
  ];
}

function vaults(model: Model): Node[] {
  const rules = model
    .ofType('AWS::Backup::BackupPlan')
    .flatMap(({ properties }) => list(at(properties, 'BackupPlan', 'BackupPlanRule')))
    .map((rule) => word(rule.RuleName));
  const home = model.ofType('AWS::EC2::VPC')[0]?.stack.region;
  return model.ofType('AWS::Backup::BackupVault').map(({ id, stack }) => {
    const isAway = stack.region !== undefined && home !== undefined && stack.region !== home;
    return {
      id,
      kind: 'vault',
      place: 'operations',
      title: isAway ? 'Backup copies' : 'Backup vault',
      text: isAway ? `in ${stack.region}` : unique(rules).sort(compare).join(' and '),
    };
  });
}
