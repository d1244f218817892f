"""CloudWatch and its logs."""

import json

from ..errors import ResourceError
from .handler import ApiResource, Handler, Properties, Work

LOGS = 'logs'


def _alarm(work: Work, properties: Properties) -> Properties:
    missing = [name for name in ('ComparisonOperator', 'EvaluationPeriods') if name not in properties]
    if missing:
        raise ResourceError(f'required key [{missing[0]}] not found')
    if int(properties.get('DatapointsToAlarm', 1)) > int(properties['EvaluationPeriods']):
        raise ResourceError('DatapointsToAlarm must be less than or equal to EvaluationPeriods')
    if 'Metrics' in properties:
        returned = [metric for metric in properties['Metrics'] if metric.get('ReturnData', True)]
        if len(returned) != 1:
            raise ResourceError(f'Exactly one element of the metrics list should return data, got {len(returned)}')
    return properties


def _dashboard(work: Work, properties: Properties) -> Properties:
    try:
        json.loads(properties['DashboardBody'])
    except ValueError as error:
        raise ResourceError(f'The body of the dashboard is not JSON: {error}') from error
    return properties


class LogGroup(ApiResource):
    """A log group; what is not in the call that makes it has calls of its own."""

    def __init__(self) -> None:
        super().__init__(
            LOGS, 'CreateLogGroup', 'LogGroupName', {'logGroupName': '{id}'}, name=('LogGroupName', 512),
            after=self._settings, by_after=('RetentionInDays', 'ResourcePolicyDocument', 'KmsKeyId', 'FieldIndexPolicies', 'DataProtectionPolicy'),
            delete_op='DeleteLogGroup', attributes={'Arn': lambda work, _: work.arn(LOGS, f'log-group:{work.id}:*')},
        )

    def _settings(self, work: Work, old: Properties | None) -> None:
        new, before = work.properties, old or {}
        if new.get('RetentionInDays') != before.get('RetentionInDays'):
            if 'RetentionInDays' in new:
                days = int(new['RetentionInDays'])
                if days not in RETENTION:
                    raise ResourceError(f'RetentionInDays must be one of {sorted(RETENTION)}, got {days}')
                work.aws.call(LOGS, 'PutRetentionPolicy', {'logGroupName': work.id, 'retentionInDays': days})
            else:
                work.aws.call(LOGS, 'DeleteRetentionPolicy', {'logGroupName': work.id})
        if new.get('KmsKeyId') != before.get('KmsKeyId'):
            operation, key = ('AssociateKmsKey', {'kmsKeyId': new['KmsKeyId']}) if 'KmsKeyId' in new else ('DisassociateKmsKey', {})
            # moto sets the key only when it makes a group.
            work.aws.check(LOGS, operation, {'logGroupName': work.id, **key})
        policy = new.get('ResourcePolicyDocument')
        if policy and policy != before.get('ResourcePolicyDocument'):
            request = {'policyDocument': policy, 'resourceArn': work.arn(LOGS, f'log-group:{work.id}')}
            work.aws.check(LOGS, 'PutResourcePolicy', request)
            work.message = 'ResourcePolicyDocument is checked only: moto has no policies of single log groups'


RETENTION = {1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}


def _destination(work: Work, properties: Properties) -> Properties:
    rest = {name: value for name, value in properties.items() if name not in ('DestinationResourceArn', 'DeliveryDestinationPolicy')}
    return {**rest, 'deliveryDestinationConfiguration': {'destinationResourceArn': properties['DestinationResourceArn']}}


TYPES: dict[str, Handler] = {
    'AWS::CloudWatch::Alarm': ApiResource(
        'cloudwatch', 'PutMetricAlarm', 'AlarmName', {'AlarmName': '{id}'}, name=('AlarmName', 255), overwrites=True, prepare=_alarm,
        update_op='PutMetricAlarm', delete_op='DeleteAlarms', delete_key={'AlarmNames': ['{id}']},
        attributes={'Arn': lambda work, _: work.arn('cloudwatch', f'alarm:{work.id}')},
    ),
    'AWS::CloudWatch::CompositeAlarm': ApiResource(
        'cloudwatch', 'PutCompositeAlarm', 'AlarmName', {'AlarmName': '{id}'}, name=('AlarmName', 255), overwrites=True, implemented=False,
        update_op='PutCompositeAlarm', delete_op='DeleteAlarms', delete_key={'AlarmNames': ['{id}']},
        attributes={'Arn': lambda work, _: work.arn('cloudwatch', f'alarm:{work.id}')},
    ),
    'AWS::CloudWatch::Dashboard': ApiResource(
        'cloudwatch', 'PutDashboard', 'DashboardName', {'DashboardName': '{id}'}, name=('DashboardName', 255), overwrites=True,
        prepare=_dashboard, update_op='PutDashboard', delete_op='DeleteDashboards', delete_key={'DashboardNames': ['{id}']},
    ),
    'AWS::Logs::LogGroup': LogGroup(),
    'AWS::Logs::MetricFilter': ApiResource(
        LOGS, 'PutMetricFilter', 'FilterName', {'logGroupName': '{LogGroupName}', 'filterName': '{id}'}, name=('FilterName', 512),
        update_op='PutMetricFilter', delete_op='DeleteMetricFilter',
    ),
    'AWS::Logs::ResourcePolicy': ApiResource(
        LOGS, 'PutResourcePolicy', 'PolicyName', {'policyName': '{id}'}, update_op='PutResourcePolicy', delete_op='DeleteResourcePolicy',
    ),
    'AWS::Logs::DeliverySource': ApiResource(
        LOGS, 'PutDeliverySource', 'Name', {'name': '{id}'}, update_op='PutDeliverySource', delete_op='DeleteDeliverySource',
        attributes={'Arn': lambda work, _: work.arn(LOGS, f'delivery-source:{work.id}')},
    ),
    'AWS::Logs::DeliveryDestination': ApiResource(
        LOGS, 'PutDeliveryDestination', 'Name', {'name': '{id}'}, prepare=_destination, update_op='PutDeliveryDestination',
        delete_op='DeleteDeliveryDestination', attributes={'Arn': lambda work, _: work.arn(LOGS, f'delivery-destination:{work.id}')},
    ),
    'AWS::Logs::Delivery': ApiResource(
        LOGS, 'CreateDelivery', '>delivery.id', {'id': '{id}'}, update_op='UpdateDeliveryConfiguration', delete_op='DeleteDelivery',
        attributes={'DeliveryId': '', 'Arn': lambda work, _: work.arn(LOGS, f'delivery:{work.id}')},
    ),
}  # fmt: skip
