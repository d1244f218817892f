"""DynamoDB tables. Their names are explicit, so that what CloudFormation may only replace has to fail or lose the data."""

from typing import Any

from ..aws import at
from ..errors import ResourceError
from .handler import Handler, Properties, Work

DYNAMO = 'dynamodb'


def refuse_broken_keys(properties: Properties) -> None:
    """moto checks neither direction; DynamoDB wants exactly the attributes that are keys."""
    declared = {attribute['AttributeName'] for attribute in properties.get('AttributeDefinitions', [])}
    indexes = [*properties.get('GlobalSecondaryIndexes', []), *properties.get('LocalSecondaryIndexes', [])]
    used = {key['AttributeName'] for schema in [properties, *indexes] for key in schema['KeySchema']}
    if used - declared:
        raise ResourceError(
            'One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. '
            f'Keys: {sorted(used)}, AttributeDefinitions: {sorted(declared)}'
        )
    if declared - used:
        raise ResourceError(
            'One or more parameter values were invalid: Number of attributes in AttributeDefinitions does not exactly match number of '
            f'attributes in KeySchema and secondary indexes; unused: {sorted(declared - used)}'
        )


class Table(Handler):
    """A table of one region."""

    def _settings(self, work: Work, properties: Properties) -> Properties:
        """What belongs to the region in which the stack is."""
        return properties

    def _parameters(self, work: Work, properties: Properties) -> Properties:
        shared = ('AttributeDefinitions', 'BillingMode', 'KeySchema', 'GlobalSecondaryIndexes', 'LocalSecondaryIndexes', 'ProvisionedThroughput')
        result = {name: properties[name] for name in shared if name in properties}
        result['TableName'] = work.id or properties.get('TableName') or work.generated_name(255)
        settings = self._settings(work, properties)
        result['DeletionProtectionEnabled'] = settings.get('DeletionProtectionEnabled', False)
        stream = properties.get('StreamSpecification')
        if stream:
            result['StreamSpecification'] = {'StreamEnabled': True, **stream}
        encryption = properties.get('SSESpecification')
        if encryption:
            key = settings.get('SSESpecification', {}).get('KMSMasterKeyId', encryption.get('KMSMasterKeyId'))
            result['SSESpecification'] = {'Enabled': encryption['SSEEnabled'], **({'SSEType': encryption['SSEType']} if 'SSEType' in encryption else {})}
            result['SSESpecification'] |= {'KMSMasterKeyId': key} if key else {}
        return result

    def create(self, work: Work) -> None:
        refuse_broken_keys(work.properties)
        parameters = self._parameters(work, work.properties)
        work.aws.call(DYNAMO, 'CreateTable', parameters)
        work.id = parameters['TableName']
        self._after(work, {})

    def _after(self, work: Work, old: Properties) -> None:
        name = {'TableName': work.id}
        expiry = work.properties.get('TimeToLiveSpecification')
        if expiry and expiry != old.get('TimeToLiveSpecification'):
            work.aws.call(DYNAMO, 'UpdateTimeToLive', {**name, 'TimeToLiveSpecification': expiry})
        settings, before = self._settings(work, work.properties), self._settings(work, old) if old else {}
        recovery = settings.get('PointInTimeRecoverySpecification')
        if recovery and recovery != before.get('PointInTimeRecoverySpecification'):
            work.aws.call(DYNAMO, 'UpdateContinuousBackups', {**name, 'PointInTimeRecoverySpecification': recovery})
        arn = at(work.aws.call(DYNAMO, 'DescribeTable', name), 'Table.TableArn')
        if settings.get('Tags'):
            work.aws.call(DYNAMO, 'TagResource', {'ResourceArn': arn, 'Tags': settings['Tags']})

    def read(self, work: Work) -> dict[str, Any]:
        table = at(work.aws.call(DYNAMO, 'DescribeTable', {'TableName': work.id}), 'Table')
        found = {'Arn': table['TableArn']}
        return found | ({'StreamArn': table['LatestStreamArn']} if 'LatestStreamArn' in table else {})

    def update(self, work: Work, old: Properties) -> None:
        refuse_broken_keys(work.properties)
        new, before = self._parameters(work, work.properties), self._parameters(work, old)
        names = ('BillingMode', 'ProvisionedThroughput', 'DeletionProtectionEnabled', 'StreamSpecification', 'SSESpecification')
        changed = {name: new[name] for name in names if name in new and new[name] != before.get(name)}
        if changed:
            work.aws.call(DYNAMO, 'UpdateTable', {'TableName': work.id, **changed})
        for update in _index_updates(before, new):
            definitions = {'AttributeDefinitions': new['AttributeDefinitions']}
            work.aws.call(DYNAMO, 'UpdateTable', {'TableName': work.id, **definitions, 'GlobalSecondaryIndexUpdates': [update]})
        self._after(work, old)

    def delete(self, work: Work, snapshot: bool = False) -> None:
        if work.aws.find(DYNAMO, 'DescribeTable', {'TableName': work.id}):
            work.aws.call(DYNAMO, 'DeleteTable', {'TableName': work.id})

    def refuse_same_name(self, old: Any, new: Any) -> None:
        name = new.properties.get('TableName')
        if name is not None and name == old.properties.get('TableName'):
            raise ResourceError(
                f'CloudFormation cannot update a stack when a custom-named resource requires replacing. {name} already exists: '
                f'rename it and update the stack again; the data of {old.physical_id} does not move'
            )


class GlobalTable(Table):
    """A table that may have replicas in other regions; its own region's settings are those of the replica of that name."""

    def _settings(self, work: Work, properties: Properties) -> Properties:
        for replica in properties['Replicas']:
            if replica['Region'] == work.region:
                return replica
        raise ResourceError(f'Replicas must contain the region of the stack, {work.region}')

    def _after(self, work: Work, old: Properties) -> None:
        super()._after(work, old)
        wanted = {replica['Region'] for replica in work.properties['Replicas']} - {work.region}
        before = {replica['Region'] for replica in old.get('Replicas', [])} - {work.region}
        updates = [{'Create': {'RegionName': region}} for region in sorted(wanted - before)]
        updates += [{'Delete': {'RegionName': region}} for region in sorted(before - wanted)]
        for update in updates:
            work.aws.call(DYNAMO, 'UpdateTable', {'TableName': work.id, 'ReplicaUpdates': [update]})


def _index_updates(old: Properties, new: Properties) -> list[Properties]:
    """DynamoDB makes one change of an index a call."""
    before = {index['IndexName']: index for index in old.get('GlobalSecondaryIndexes', [])}
    after = {index['IndexName']: index for index in new.get('GlobalSecondaryIndexes', [])}
    gone = [{'Delete': {'IndexName': name}} for name in before if name not in after]
    return gone + [{'Create': index} for name, index in after.items() if name not in before]
