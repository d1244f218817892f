"""Secrets and parameters."""

import json
from typing import Any

from ..aws import at
from ..errors import ResourceError
from .handler import ApiResource, Handler, Properties, Work

SECRETS = 'secretsmanager'


class Secret(Handler):
    def create(self, work: Work) -> None:
        properties = work.properties
        name = properties.get('Name') or work.generated_name(255)
        request = {key: properties[key] for key in ('Description', 'KmsKeyId', 'Tags') if properties.get(key)}
        if 'GenerateSecretString' in properties:
            request['SecretString'] = self._generated(work, properties['GenerateSecretString'])
        elif 'SecretString' in properties:
            request['SecretString'] = properties['SecretString']
        work.id = at(work.aws.call(SECRETS, 'CreateSecret', {'Name': name, **request}), 'ARN')

    def _generated(self, work: Work, how: Properties) -> str:
        options = {name: value for name, value in how.items() if name not in ('SecretStringTemplate', 'GenerateStringKey')}
        password = at(work.aws.call(SECRETS, 'GetRandomPassword', options), 'RandomPassword')
        if 'GenerateStringKey' not in how:
            return password
        try:
            return json.dumps({**json.loads(how['SecretStringTemplate']), how['GenerateStringKey']: password})
        except ValueError as error:
            raise ResourceError(f'SecretStringTemplate is not JSON: {error}') from error

    def read(self, work: Work) -> dict[str, Any]:
        return {'Id': work.id}

    def update(self, work: Work, old: Properties) -> None:
        properties, request = work.properties, {'SecretId': work.id}
        changed = {name: properties[name] for name in ('Description', 'KmsKeyId', 'SecretString') if properties.get(name) != old.get(name)}
        if properties.get('GenerateSecretString') != old.get('GenerateSecretString') and 'GenerateSecretString' in properties:
            # As AWS documents it: changed options make a new password.
            changed['SecretString'] = self._generated(work, properties['GenerateSecretString'])
        if changed:
            work.aws.call(SECRETS, 'UpdateSecret', {**request, **changed})

    def delete(self, work: Work, snapshot: bool = False) -> None:
        # CloudFormation deletes without a window for recovery.
        work.aws.find(SECRETS, 'DeleteSecret', {'SecretId': work.id, 'ForceDeleteWithoutRecovery': True})

    def refuse_same_name(self, old: Any, new: Any) -> None:
        if new.properties.get('Name') and new.properties['Name'] == old.properties.get('Name'):
            raise ResourceError(f'{new.properties["Name"]} already exists')


class TargetAttachment(Handler):
    """Writes where the database is into its secret."""

    def create(self, work: Work) -> None:
        work.id = work.properties['SecretId']
        self.update(work, {})

    def update(self, work: Work, old: Properties) -> None:
        kind, target = work.properties['TargetType'], work.properties['TargetId']
        if kind == 'AWS::RDS::DBCluster':
            found = at(work.aws.call('rds', 'DescribeDBClusters', {'DBClusterIdentifier': target}), 'DBClusters.0')
            about = {'dbClusterIdentifier': target, 'host': found['Endpoint'], 'port': found['Port'], 'dbname': found.get('DatabaseName')}
        elif kind == 'AWS::RDS::DBInstance':
            found = at(work.aws.call('rds', 'DescribeDBInstances', {'DBInstanceIdentifier': target}), 'DBInstances.0')
            host, name = at(found, 'Endpoint.Address'), found.get('DBName')
            about = {'dbInstanceIdentifier': target, 'host': host, 'port': at(found, 'Endpoint.Port'), 'dbname': name}
        else:
            raise ResourceError(f'the emulator cannot attach a secret to {kind}')
        about['engine'] = found['Engine'].removeprefix('aurora-').replace('postgresql', 'postgres')
        current = json.loads(at(work.aws.call(SECRETS, 'GetSecretValue', {'SecretId': work.id}), 'SecretString'))
        value = json.dumps({**current, **{name: value for name, value in about.items() if value is not None}})
        work.aws.call(SECRETS, 'PutSecretValue', {'SecretId': work.id, 'SecretString': value})

    def read(self, work: Work) -> dict[str, Any]:
        return {'Id': work.id}

    def delete(self, work: Work, snapshot: bool = False) -> None:
        """The secret keeps what it was told."""


class RotationSchedule(Handler):
    def create(self, work: Work) -> None:
        work.id = work.properties['SecretId']
        self.update(work, {})

    def update(self, work: Work, old: Properties) -> None:
        properties = work.properties
        function = properties.get('RotationLambdaARN')
        if function and work.aws.find('lambda', 'GetFunction', {'FunctionName': function}) is None:
            raise ResourceError(f'The rotation function does not exist: {function}')
        request = {name: properties[name] for name in ('RotationLambdaARN', 'RotationRules') if name in properties}
        # The schedule is complete before the rotation is, in AWS too.
        at_once = properties.get('RotateImmediatelyOnUpdate', True)
        work.aws.call(SECRETS, 'RotateSecret', {'SecretId': work.id, **request, 'RotateImmediately': at_once})

    def read(self, work: Work) -> dict[str, Any]:
        return {'Id': work.id}

    def delete(self, work: Work, snapshot: bool = False) -> None:
        work.aws.find(SECRETS, 'CancelRotateSecret', {'SecretId': work.id})


TYPES: dict[str, Handler] = {
    'AWS::SecretsManager::Secret': Secret(),
    'AWS::SecretsManager::SecretTargetAttachment': TargetAttachment(),
    'AWS::SecretsManager::RotationSchedule': RotationSchedule(),
    'AWS::SecretsManager::ResourcePolicy': ApiResource(
        SECRETS, 'PutResourcePolicy', 'SecretId', {'SecretId': '{id}'}, update_op='PutResourcePolicy', delete_op='DeleteResourcePolicy'
    ),
    'AWS::SSM::Parameter': ApiResource(
        'ssm',
        'PutParameter',
        'Name',
        {'Name': '{id}'},
        name=('Name', 255),
        prepare=lambda work, properties: {**properties, 'Overwrite': bool(work.id)},
        update_op='PutParameter',
        delete_op='DeleteParameter',
        attributes={'Type': lambda work, _: work.properties['Type'], 'Value': lambda work, _: work.properties['Value']},
    ),
}
