"""EventBridge and its scheduler."""

from typing import Any

from ..errors import ResourceError
from .handler import ApiResource, Handler, Properties, Work


class Rule(Handler):
    def _rule(self, work: Work, properties: Properties) -> Properties:
        rest = {name: value for name, value in properties.items() if name != 'Targets'}
        if not rest.get('EventPattern') and not rest.get('ScheduleExpression'):
            raise ResourceError('Parameter(s) EventPattern or ScheduleExpression must be specified.')
        return {**rest, 'Name': work.resource.state['name']}

    def create(self, work: Work) -> None:
        name = work.properties.get('Name') or work.generated_name(64)
        if work.aws.find('events', 'DescribeRule', self._key(work, name)):
            raise ResourceError(f'{name} already exists')
        work.resource.state['name'] = name
        work.aws.call('events', 'PutRule', self._rule(work, work.properties))
        work.id = name
        self._targets(work, [])

    def _key(self, work: Work, name: str) -> Properties:
        bus = work.properties.get('EventBusName')
        return {'Name': name, **({'EventBusName': bus} if bus else {})}

    def _bus(self, work: Work) -> Properties:
        key = self._key(work, work.id)
        return {'Rule': key.pop('Name'), **key}

    def _targets(self, work: Work, before: list[Properties]) -> None:
        targets = work.properties.get('Targets', [])
        gone = sorted({target['Id'] for target in before} - {target['Id'] for target in targets})
        if gone:
            work.aws.call('events', 'RemoveTargets', {**self._bus(work), 'Ids': gone})
        if targets:
            answer = work.aws.call('events', 'PutTargets', {**self._bus(work), 'Targets': targets})
            if answer.get('FailedEntryCount'):
                raise ResourceError(f'targets refused: {answer["FailedEntries"]}')

    def read(self, work: Work) -> dict[str, Any]:
        bus = work.properties.get('EventBusName')
        return {'Arn': work.arn('events', f'rule/{bus}/{work.id}' if bus and bus != 'default' else f'rule/{work.id}')}

    def update(self, work: Work, old: Properties) -> None:
        work.aws.call('events', 'PutRule', self._rule(work, work.properties))
        self._targets(work, old.get('Targets', []))

    def delete(self, work: Work, snapshot: bool = False) -> None:
        if not work.aws.find('events', 'DescribeRule', self._key(work, work.id)):
            return
        ids = [target['Id'] for target in work.properties.get('Targets', [])]
        if ids:
            work.aws.call('events', 'RemoveTargets', {**self._bus(work), 'Ids': ids})
        work.aws.call('events', 'DeleteRule', self._key(work, work.id))


TYPES: dict[str, Handler] = {
    'AWS::Events::Rule': Rule(),
    'AWS::Scheduler::ScheduleGroup': ApiResource(
        'scheduler', 'CreateScheduleGroup', 'Name', {'Name': '{id}'}, name=('Name', 64), delete_op='DeleteScheduleGroup',
        attributes={'Arn': lambda work, _: work.arn('scheduler', f'schedule-group/{work.id}')},
    ),
    'AWS::Scheduler::Schedule': ApiResource(
        'scheduler', 'CreateSchedule', 'Name', {'Name': '{id}'}, name=('Name', 64), update_op='UpdateSchedule', delete_op='DeleteSchedule',
        attributes={'Arn': lambda work, _: work.arn('scheduler', f'schedule/{work.properties.get("GroupName", "default")}/{work.id}')},
    ),
}  # fmt: skip
