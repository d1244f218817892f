"""IAM, KMS and certificates."""

from typing import Any

from ..aws import at
from ..errors import ResourceError
from .handler import ApiResource, Handler, Properties, Work


class Role(Handler):
    def create(self, work: Work) -> None:
        properties = work.properties
        name = properties.get('RoleName') or work.generated_name(64)
        names = ('AssumeRolePolicyDocument', 'Path', 'Description', 'MaxSessionDuration', 'PermissionsBoundary', 'Tags')
        work.aws.call('iam', 'CreateRole', {'RoleName': name, **{key: properties[key] for key in names if key in properties}})
        work.id = name
        self._policies(work, {})

    def _policies(self, work: Work, old: Properties) -> None:
        role = {'RoleName': work.id}
        wanted, before = work.properties.get('ManagedPolicyArns', []), old.get('ManagedPolicyArns', [])
        for operation, arns in (('AttachRolePolicy', set(wanted) - set(before)), ('DetachRolePolicy', set(before) - set(wanted))):
            for arn in sorted(arns):
                work.aws.call('iam', operation, {**role, 'PolicyArn': arn})
        inline = {policy['PolicyName']: policy['PolicyDocument'] for policy in work.properties.get('Policies', [])}
        for name, document in inline.items():
            work.aws.call('iam', 'PutRolePolicy', {**role, 'PolicyName': name, 'PolicyDocument': document})
        for name in {policy['PolicyName'] for policy in old.get('Policies', [])} - set(inline):
            work.aws.call('iam', 'DeleteRolePolicy', {**role, 'PolicyName': name})

    def read(self, work: Work) -> dict[str, Any]:
        role = at(work.aws.call('iam', 'GetRole', {'RoleName': work.id}), 'Role')
        return {'Arn': role['Arn'], 'RoleId': role['RoleId']}

    def update(self, work: Work, old: Properties) -> None:
        role, document = {'RoleName': work.id}, work.properties['AssumeRolePolicyDocument']
        if document != old.get('AssumeRolePolicyDocument'):
            work.aws.call('iam', 'UpdateAssumeRolePolicy', {**role, 'PolicyDocument': document})
        changed = [name for name in ('Description', 'MaxSessionDuration') if work.properties.get(name) != old.get(name)]
        if changed:
            work.aws.call('iam', 'UpdateRole', {**role, **{name: work.properties.get(name, '') for name in changed}})
        self._policies(work, old)

    def delete(self, work: Work, snapshot: bool = False) -> None:
        role = {'RoleName': work.id}
        if work.aws.find('iam', 'GetRole', role) is None:
            return
        for arn in work.properties.get('ManagedPolicyArns', []):
            work.aws.find('iam', 'DetachRolePolicy', {**role, 'PolicyArn': arn})
        for policy in work.properties.get('Policies', []):
            work.aws.find('iam', 'DeleteRolePolicy', {**role, 'PolicyName': policy['PolicyName']})
        work.aws.call('iam', 'DeleteRole', role)


class ManagedPolicy(Handler):
    def create(self, work: Work) -> None:
        properties = work.properties
        name = properties.get('ManagedPolicyName') or work.generated_name(128)
        rest = {key: properties[key] for key in ('PolicyDocument', 'Path', 'Description') if key in properties}
        work.id = at(work.aws.call('iam', 'CreatePolicy', {'PolicyName': name, **rest}), 'Policy.Arn')
        self._attach(work, {})

    def _attach(self, work: Work, old: Properties) -> None:
        for kind, singular in (('Roles', 'Role'), ('Users', 'User'), ('Groups', 'Group')):
            wanted, before = set(work.properties.get(kind, [])), set(old.get(kind, []))
            for verb, names in (('Attach', wanted - before), ('Detach', before - wanted)):
                for name in sorted(names):
                    work.aws.call('iam', f'{verb}{singular}Policy', {f'{singular}Name': name, 'PolicyArn': work.id})

    def read(self, work: Work) -> dict[str, Any]:
        return {'PolicyArn': work.id}

    def update(self, work: Work, old: Properties) -> None:
        document, policy = work.properties['PolicyDocument'], {'PolicyArn': work.id}
        if document != old.get('PolicyDocument'):
            versions = work.aws.call('iam', 'ListPolicyVersions', policy)['Versions']
            for version in [one for one in versions if not one['IsDefaultVersion']]:  # IAM keeps five at most
                work.aws.call('iam', 'DeletePolicyVersion', {**policy, 'VersionId': version['VersionId']})
            work.aws.call('iam', 'CreatePolicyVersion', {**policy, 'PolicyDocument': document, 'SetAsDefault': True})
        self._attach(work, old)

    def delete(self, work: Work, snapshot: bool = False) -> None:
        policy = {'PolicyArn': work.id}
        for kind, singular in (('Roles', 'Role'), ('Users', 'User'), ('Groups', 'Group')):
            for name in work.properties.get(kind, []):
                work.aws.find('iam', f'Detach{singular}Policy', {f'{singular}Name': name, **policy})
        for version in (work.aws.find('iam', 'ListPolicyVersions', policy) or {}).get('Versions', []):
            if not version['IsDefaultVersion']:
                work.aws.call('iam', 'DeletePolicyVersion', {**policy, 'VersionId': version['VersionId']})
        work.aws.find('iam', 'DeletePolicy', policy)


class InlinePolicy(Handler):
    def create(self, work: Work) -> None:
        self.update(work, {})
        work.id = work.properties['PolicyName']

    def update(self, work: Work, old: Properties) -> None:
        request = {name: work.properties[name] for name in ('PolicyName', 'PolicyDocument')}
        for role in set(old.get('Roles', [])) - set(work.properties.get('Roles', [])):
            work.aws.find('iam', 'DeleteRolePolicy', {'RoleName': role, 'PolicyName': old['PolicyName']})
        for role in work.properties.get('Roles', []):
            work.aws.call('iam', 'PutRolePolicy', {'RoleName': role, **request})

    def delete(self, work: Work, snapshot: bool = False) -> None:
        for role in work.properties.get('Roles', []):
            work.aws.find('iam', 'DeleteRolePolicy', {'RoleName': role, 'PolicyName': work.properties['PolicyName']})


def _key_extras(work: Work, old: Properties | None) -> None:
    rotation = work.properties.get('EnableKeyRotation', False)
    if rotation != (old or {}).get('EnableKeyRotation', False):
        work.aws.call('kms', 'EnableKeyRotation' if rotation else 'DisableKeyRotation', {'KeyId': work.id})
    if old is None:
        return
    if work.properties.get('KeyPolicy') != old.get('KeyPolicy'):
        work.aws.call('kms', 'PutKeyPolicy', {'KeyId': work.id, 'PolicyName': 'default', 'Policy': work.properties['KeyPolicy']})
    if work.properties.get('Description') != old.get('Description'):
        work.aws.call('kms', 'UpdateKeyDescription', {'KeyId': work.id, 'Description': work.properties.get('Description', '')})


def _key(work: Work, properties: Properties) -> Properties:
    names = {'KeyPolicy': 'Policy'}
    ignored = ('EnableKeyRotation', 'PendingWindowInDays', 'Tags')
    prepared = {names.get(name, name): value for name, value in properties.items() if name not in ignored}
    if properties.get('Tags'):
        prepared['Tags'] = [{'TagKey': tag['Key'], 'TagValue': tag['Value']} for tag in properties['Tags']]
    if work.id:  # both have a call of their own
        prepared.pop('Policy', None), prepared.pop('Description', None)
    return prepared


def _protected(work: Work) -> None:
    if work.aws.find('kms', 'DescribeKey', {'KeyId': work.id}) is None:
        raise ResourceError(f'Key {work.id} does not exist')


def _certificate(work: Work, properties: Properties) -> Properties:
    # CloudFormation validates by a record in the hosted zone itself; here a certificate is valid at once.
    ignored = ('DomainValidationOptions', 'CertificateTransparencyLoggingPreference')
    return {name: value for name, value in properties.items() if name not in ignored}


TYPES: dict[str, Handler] = {
    'AWS::CertificateManager::Certificate': ApiResource(
        'acm', 'RequestCertificate', '>CertificateArn', {'CertificateArn': '{id}'}, prepare=_certificate, delete_op='DeleteCertificate'
    ),
    'AWS::IAM::Role': Role(),
    'AWS::IAM::ManagedPolicy': ManagedPolicy(),
    'AWS::IAM::Policy': InlinePolicy(),
    'AWS::KMS::Key': ApiResource(
        'kms', 'CreateKey', '>KeyMetadata.KeyId', {'KeyId': '{id}'}, prepare=_key, after=_key_extras, before_delete=_protected,
        delete_op='ScheduleKeyDeletion', attributes={'Arn': lambda work, _: work.arn('kms', f'key/{work.id}'), 'KeyId': ''},
    ),
    'AWS::KMS::Alias': ApiResource(
        'kms', 'CreateAlias', 'AliasName', {'AliasName': '{id}'}, update_op='UpdateAlias', delete_op='DeleteAlias'
    ),
}  # fmt: skip
