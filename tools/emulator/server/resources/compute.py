"""ECS and the scaling of what it runs."""

from typing import Any

from ..cloudformation.references import parameter_value, secret_value
from ..errors import ResourceError, reason
from .handler import ApiResource, Handler, Properties, Work, renamed

# Fargate's combinations: CPU units, and the memory in MiB that goes with them.
FARGATE = {
    256: {512, 1024, 2048},
    512: set(range(1024, 4096 + 1, 1024)),
    1024: set(range(2048, 8192 + 1, 1024)),
    2048: set(range(4096, 16384 + 1, 1024)),
    4096: set(range(8192, 30720 + 1, 1024)),
    8192: set(range(16384, 61440 + 1, 4096)),
    16384: set(range(32768, 122880 + 1, 8192)),
}


def _task_definition(work: Work, properties: Properties) -> Properties:
    if 'FARGATE' in properties.get('RequiresCompatibilities', []):
        cpu, memory = int(properties.get('Cpu', 0)), int(properties.get('Memory', 0))
        if memory not in FARGATE.get(cpu, ()):
            raise ResourceError(f'No Fargate configuration exists for given values: {cpu} CPU, {memory} memory')
    for container in properties.get('ContainerDefinitions', []):
        for secret in container.get('Secrets', []):
            try:
                _refuse_missing_secret(work, secret['ValueFrom'])
            except ResourceError as error:
                raise ResourceError(f'container {container["Name"]}, secret {secret["Name"]}: {reason(error)}') from error
    return properties


def _refuse_missing_secret(work: Work, source: str) -> None:
    """ECS reads secrets when a task starts, and then the deployment hangs; here they have to be there when the task is defined."""
    if ':secretsmanager:' in source:
        parts = source.split(':')
        key, stage, version = [*parts[7:], '', '', ''][:3]
        secret_value(':'.join(parts[:7]), key, stage, version, work.aws)
    else:
        parameter_value(source.split(':parameter', 1)[1] if ':parameter/' in source else source, work.aws)


class Service(ApiResource):
    def create(self, work: Work) -> None:
        work.properties = {'DesiredCount': 1, **work.properties}
        if work.properties.get('SchedulingStrategy') == 'DAEMON':
            del work.properties['DesiredCount']
        super().create(work)


def _target(work: Work, properties: Properties) -> Properties:
    low, high = int(properties['MinCapacity']), int(properties['MaxCapacity'])
    if low > high:
        raise ResourceError(f'Maximum capacity cannot be less than minimum capacity: minimum {low}, maximum {high}')
    return {name: value for name, value in properties.items() if name != 'ScheduledActions'}


def _target_key(work: Work) -> Properties:
    resource, dimension, namespace = work.id.split('|')
    return {'ResourceId': resource, 'ScalableDimension': dimension, 'ServiceNamespace': namespace}


class ScalableTarget(Handler):
    def create(self, work: Work) -> None:
        work.aws.call('application-autoscaling', 'RegisterScalableTarget', _target(work, work.properties))
        work.id = '|'.join(work.properties[name] for name in ('ResourceId', 'ScalableDimension', 'ServiceNamespace'))
        self._schedule(work, [])

    def _schedule(self, work: Work, before: list[Properties]) -> None:
        actions = work.properties.get('ScheduledActions', [])
        for action in actions:
            work.aws.call('application-autoscaling', 'PutScheduledAction', {**action, **_target_key(work)})
        for name in {one['ScheduledActionName'] for one in before} - {one['ScheduledActionName'] for one in actions}:
            work.aws.call('application-autoscaling', 'DeleteScheduledAction', {'ScheduledActionName': name, **_target_key(work)})

    def read(self, work: Work) -> dict[str, Any]:
        return {'Id': work.id}

    def update(self, work: Work, old: Properties) -> None:
        work.aws.call('application-autoscaling', 'RegisterScalableTarget', _target(work, work.properties))
        self._schedule(work, old.get('ScheduledActions', []))

    def delete(self, work: Work, snapshot: bool = False) -> None:
        work.aws.find('application-autoscaling', 'DeregisterScalableTarget', _target_key(work))


class ScalingPolicy(Handler):
    def _parameters(self, work: Work, properties: Properties) -> Properties:
        rest = {name: value for name, value in properties.items() if name != 'ScalingTargetId'}
        if 'ScalingTargetId' in properties:
            resource, dimension, namespace = properties['ScalingTargetId'].split('|')
            rest |= {'ResourceId': resource, 'ScalableDimension': dimension, 'ServiceNamespace': namespace}
        steps = rest.get('StepScalingPolicyConfiguration', {}).get('StepAdjustments', [])
        refuse_broken_steps(steps)
        return rest

    def create(self, work: Work) -> None:
        self.update(work, {})

    def update(self, work: Work, old: Properties) -> None:
        parameters = self._parameters(work, work.properties)
        if not work.aws.call('application-autoscaling', 'DescribeScalableTargets', {
            'ServiceNamespace': parameters['ServiceNamespace'],
            'ResourceIds': [parameters['ResourceId']],
        })['ScalableTargets']:
            raise ResourceError(f'No scalable target registered for {parameters["ResourceId"]}')
        work.id = work.aws.call('application-autoscaling', 'PutScalingPolicy', parameters)['PolicyARN']

    def read(self, work: Work) -> dict[str, Any]:
        return {'Arn': work.id}

    def delete(self, work: Work, snapshot: bool = False) -> None:
        parameters = self._parameters(work, work.properties)
        names = ('PolicyName', 'ServiceNamespace', 'ResourceId', 'ScalableDimension')
        work.aws.find('application-autoscaling', 'DeleteScalingPolicy', {name: parameters[name] for name in names})


def refuse_broken_steps(steps: list[Properties]) -> None:
    """Intervals may neither overlap nor leave a gap, and at most one may be open at each end."""
    infinity = float('inf')
    intervals = sorted(
        (float(step.get('MetricIntervalLowerBound', -infinity)), float(step.get('MetricIntervalUpperBound', infinity))) for step in steps
    )
    for low, high in intervals:
        if low >= high:
            raise ResourceError(f'Step adjustment intervals must have a lower bound below the upper bound, got {low:g} to {high:g}')
    for (_, end), (start, _) in zip(intervals, intervals[1:], strict=False):
        if end > start:
            raise ResourceError(f'Step adjustment intervals may not overlap: one ends at {end:g}, the next starts at {start:g}')
        if end < start:
            raise ResourceError(f'There must not be a gap between step adjustment intervals: {end:g} to {start:g}')


def _group(work: Work, properties: Properties) -> Properties:
    result = {name: value for name, value in properties.items() if name not in ('AvailabilityZoneIds', 'VPCZoneIdentifier')}
    if 'VPCZoneIdentifier' in properties:
        result['VPCZoneIdentifier'] = ','.join(properties['VPCZoneIdentifier'])
    if 'AvailabilityZoneIds' in properties:  # moto knows zones by their names only
        zones = work.aws.call('ec2', 'DescribeAvailabilityZones', {'ZoneIds': properties['AvailabilityZoneIds']})['AvailabilityZones']
        result['AvailabilityZones'] = [zone['ZoneName'] for zone in zones]
    if int(properties['MinSize']) > int(properties['MaxSize']):
        raise ResourceError(f'Max bound, {properties["MaxSize"]}, must be greater than or equal to min bound, {properties["MinSize"]}')
    return result


TYPES: dict[str, Handler] = {
    'AWS::AutoScaling::AutoScalingGroup': ApiResource(
        'autoscaling',
        'CreateAutoScalingGroup',
        'AutoScalingGroupName',
        {'AutoScalingGroupName': '{id}'},
        name=('AutoScalingGroupName', 255),
        prepare=_group,
        update_op='UpdateAutoScalingGroup',
        delete_op='DeleteAutoScalingGroup',
        delete_key={'AutoScalingGroupName': '{id}', 'ForceDelete': True},
    ),
    'AWS::ECS::Cluster': ApiResource(
        'ecs',
        'CreateCluster',
        'ClusterName',
        {'cluster': '{id}'},
        name=('ClusterName', 255),
        prepare=renamed(ClusterSettings='settings'),
        update_op='UpdateCluster',
        delete_op='DeleteCluster',
        attributes={'Arn': lambda work, _: work.arn('ecs', f'cluster/{work.id}')},
    ),
    'AWS::ECS::TaskDefinition': ApiResource(
        'ecs', 'RegisterTaskDefinition', '>taskDefinition.taskDefinitionArn', {'taskDefinition': '{id}'}, prepare=_task_definition,
        delete_op='DeregisterTaskDefinition', attributes={'TaskDefinitionArn': ''},
    ),
    'AWS::ECS::Service': Service(
        'ecs',
        'CreateService',
        '>service.serviceArn',
        {'cluster': '{Cluster}', 'service': '{id}'},
        name=('ServiceName', 255),
        update_op='UpdateService',
        delete_op='DeleteService',
        delete_key={'cluster': '{Cluster}', 'service': '{id}', 'force': True},
        attributes={'Name': lambda work, _: work.resource.state['name'], 'ServiceArn': ''},
    ),
    'AWS::ApplicationAutoScaling::ScalableTarget': ScalableTarget(),
    'AWS::ApplicationAutoScaling::ScalingPolicy': ScalingPolicy(),
}
