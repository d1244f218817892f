"""SQS and SNS."""

import json
from typing import Any

from ..aws import at
from ..errors import ResourceError
from .handler import Handler, Properties, Work

QUEUE_ATTRIBUTES = {
    'ContentBasedDeduplication', 'DelaySeconds', 'FifoQueue', 'KmsDataKeyReusePeriodSeconds', 'KmsMasterKeyId', 'MaximumMessageSize',
    'MessageRetentionPeriod', 'ReceiveMessageWaitTimeSeconds', 'RedriveAllowPolicy', 'RedrivePolicy', 'SqsManagedSseEnabled',
    'VisibilityTimeout', 'DeduplicationScope', 'FifoThroughputLimit',
}  # fmt: skip


def _text(value: Any) -> str:
    return json.dumps(value) if isinstance(value, (dict, list)) else str(value).lower() if isinstance(value, bool) else str(value)


class Queue(Handler):
    def _attributes(self, work: Work, properties: Properties) -> dict[str, str]:
        unknown = sorted(set(properties) - QUEUE_ATTRIBUTES - {'QueueName', 'Tags'})
        if unknown:
            raise ResourceError(f'Properties validation failed: #: extraneous key [{unknown[0]}] is not permitted')
        redrive = properties.get('RedrivePolicy')
        if redrive:
            target = redrive['deadLetterTargetArn']
            if work.aws.find('sqs', 'GetQueueUrl', {'QueueName': target.rsplit(':', 1)[-1]}) is None:
                raise ResourceError(f'Dead letter target does not exist: {target}')
            if not 1 <= int(redrive['maxReceiveCount']) <= 1000:
                raise ResourceError(f'maxReceiveCount must be between 1 and 1000, got {redrive["maxReceiveCount"]}')
        return {name: _text(value) for name, value in properties.items() if name in QUEUE_ATTRIBUTES}

    def create(self, work: Work) -> None:
        name = work.properties.get('QueueName') or work.generated_name(75) + ('.fifo' if work.properties.get('FifoQueue') else '')
        if bool(work.properties.get('FifoQueue')) != name.endswith('.fifo'):
            raise ResourceError(f'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix: {name}')
        if work.aws.find('sqs', 'GetQueueUrl', {'QueueName': name}):
            raise ResourceError(f'{name} already exists')
        tags = {tag['Key']: tag['Value'] for tag in work.properties.get('Tags', [])}
        request = {'QueueName': name, 'Attributes': self._attributes(work, work.properties)}
        # A URL of the form that AWS gives, since templates and literal names build the same one.
        work.aws.call('sqs', 'CreateQueue', request | ({'tags': tags} if tags else {}))
        work.resource.state['name'] = name
        work.id = f'https://sqs.{work.region}.amazonaws.com/{work.account}/{name}'

    def read(self, work: Work) -> dict[str, Any]:
        name = work.resource.state['name']
        return {'Arn': work.arn('sqs', name), 'QueueName': name, 'QueueUrl': work.id}

    def update(self, work: Work, old: Properties) -> None:
        new, before = self._attributes(work, work.properties), self._attributes(work, old)
        changed = {name: value for name, value in new.items() if value != before.get(name)}
        changed |= {name: '' for name in before if name not in new and name in ('RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId')}
        if changed:
            work.aws.call('sqs', 'SetQueueAttributes', {'QueueUrl': work.id, 'Attributes': changed})

    def delete(self, work: Work, snapshot: bool = False) -> None:
        work.aws.find('sqs', 'DeleteQueue', {'QueueUrl': work.id})

    def refuse_same_name(self, old: Any, new: Any) -> None:
        if new.properties.get('QueueName') and new.properties['QueueName'] == old.properties.get('QueueName'):
            raise ResourceError(f'{new.properties["QueueName"]} already exists')


class QueuePolicy(Handler):
    def create(self, work: Work) -> None:
        work.id = work.generated_name()
        self.update(work, {})

    def update(self, work: Work, old: Properties) -> None:
        for url in set(old.get('Queues', [])) - set(work.properties['Queues']):
            self._put(work, url, '')
        for url in work.properties['Queues']:
            self._put(work, url, _text(work.properties['PolicyDocument']))

    def _put(self, work: Work, url: str, policy: str) -> None:
        work.aws.call('sqs', 'SetQueueAttributes', {'QueueUrl': url, 'Attributes': {'Policy': policy}})

    def read(self, work: Work) -> dict[str, Any]:
        return {'Id': work.id}

    def delete(self, work: Work, snapshot: bool = False) -> None:
        for url in work.properties['Queues']:
            if work.aws.find('sqs', 'GetQueueAttributes', {'QueueUrl': url}) is not None:
                self._put(work, url, '')


TOPIC_ATTRIBUTES = {'DisplayName', 'KmsMasterKeyId', 'FifoTopic', 'ContentBasedDeduplication', 'TracingConfig', 'SignatureVersion'}


class Topic(Handler):
    def _attributes(self, properties: Properties) -> dict[str, str]:
        unknown = sorted(set(properties) - TOPIC_ATTRIBUTES - {'TopicName', 'Tags', 'Subscription', 'ArchivePolicy'})
        if unknown:
            raise ResourceError(f'Properties validation failed: #: extraneous key [{unknown[0]}] is not permitted')
        return {name: _text(value) for name, value in properties.items() if name in TOPIC_ATTRIBUTES}

    def create(self, work: Work) -> None:
        name = work.properties.get('TopicName') or work.generated_name(256)
        if work.aws.find('sns', 'GetTopicAttributes', {'TopicArn': work.arn('sns', name)}):
            raise ResourceError(f'{name} already exists')
        request = {'Name': name, 'Attributes': self._attributes(work.properties), 'Tags': work.properties.get('Tags', [])}
        work.id = at(work.aws.call('sns', 'CreateTopic', request), 'TopicArn')
        for subscription in work.properties.get('Subscription', []):
            work.aws.call('sns', 'Subscribe', {'TopicArn': work.id, **subscription})

    def read(self, work: Work) -> dict[str, Any]:
        return {'TopicArn': work.id, 'TopicName': work.id.rsplit(':', 1)[1]}

    def update(self, work: Work, old: Properties) -> None:
        new, before = self._attributes(work.properties), self._attributes(old)
        for name in {*new, *before}:
            if new.get(name) != before.get(name):
                request = {'TopicArn': work.id, 'AttributeName': name, 'AttributeValue': new.get(name, '')}
                work.aws.call('sns', 'SetTopicAttributes', request)

    def delete(self, work: Work, snapshot: bool = False) -> None:
        work.aws.find('sns', 'DeleteTopic', {'TopicArn': work.id})

    def refuse_same_name(self, old: Any, new: Any) -> None:
        if new.properties.get('TopicName') and new.properties['TopicName'] == old.properties.get('TopicName'):
            raise ResourceError(f'{new.properties["TopicName"]} already exists')


class TopicPolicy(Handler):
    def create(self, work: Work) -> None:
        work.id = work.generated_name()
        self.update(work, {})

    def update(self, work: Work, old: Properties) -> None:
        for topic in work.properties['Topics']:
            document = _text(work.properties['PolicyDocument'])
            request = {'TopicArn': topic, 'AttributeName': 'Policy', 'AttributeValue': document}
            work.aws.call('sns', 'SetTopicAttributes', request)

    def read(self, work: Work) -> dict[str, Any]:
        return {'Id': work.id}

    def delete(self, work: Work, snapshot: bool = False) -> None:
        """The default policy returns with the topic's next life; there is no call that removes one."""


class Subscription(Handler):
    def _attributes(self, properties: Properties) -> dict[str, str]:
        plain = ('TopicArn', 'Protocol', 'Endpoint', 'Region')
        return {name: _text(value) for name, value in properties.items() if name not in plain}

    def create(self, work: Work) -> None:
        request = {name: work.properties[name] for name in ('TopicArn', 'Protocol', 'Endpoint') if name in work.properties}
        request |= {'Attributes': self._attributes(work.properties), 'ReturnSubscriptionArn': True}
        work.id = at(work.aws.call('sns', 'Subscribe', request), 'SubscriptionArn')

    def read(self, work: Work) -> dict[str, Any]:
        return {'Arn': work.id}

    def update(self, work: Work, old: Properties) -> None:
        for name, value in self._attributes(work.properties).items():
            request = {'SubscriptionArn': work.id, 'AttributeName': name, 'AttributeValue': value}
            work.aws.call('sns', 'SetSubscriptionAttributes', request)

    def delete(self, work: Work, snapshot: bool = False) -> None:
        work.aws.find('sns', 'Unsubscribe', {'SubscriptionArn': work.id})


TYPES: dict[str, Handler] = {
    'AWS::SQS::Queue': Queue(),
    'AWS::SQS::QueuePolicy': QueuePolicy(),
    'AWS::SNS::Topic': Topic(),
    'AWS::SNS::TopicPolicy': TopicPolicy(),
    'AWS::SNS::Subscription': Subscription(),
}
