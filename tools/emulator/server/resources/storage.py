"""S3 and AWS Backup."""

import re
from typing import Any

from ..errors import ResourceError
from .handler import ApiResource, Handler, Properties, Work

# The properties of a bucket that have a call of their own: the call, and how its parameter is called and looks.
SETTINGS = {
    'BucketEncryption': ('PutBucketEncryption', 'ServerSideEncryptionConfiguration', 'DeleteBucketEncryption'),
    'VersioningConfiguration': ('PutBucketVersioning', 'VersioningConfiguration', None),
    'PublicAccessBlockConfiguration': ('PutPublicAccessBlock', 'PublicAccessBlockConfiguration', 'DeletePublicAccessBlock'),
    'OwnershipControls': ('PutBucketOwnershipControls', 'OwnershipControls', 'DeleteBucketOwnershipControls'),
    'LifecycleConfiguration': ('PutBucketLifecycleConfiguration', 'LifecycleConfiguration', 'DeleteBucketLifecycle'),
    'NotificationConfiguration': ('PutBucketNotificationConfiguration', 'NotificationConfiguration', None),
    'CorsConfiguration': ('PutBucketCors', 'CORSConfiguration', 'DeleteBucketCors'),
    'LoggingConfiguration': ('PutBucketLogging', 'BucketLoggingStatus', None),
    'ObjectLockConfiguration': ('PutObjectLockConfiguration', 'ObjectLockConfiguration', None),
    'AccessControl': ('PutBucketAcl', 'ACL', None),
    'Tags': ('PutBucketTagging', 'Tagging', 'DeleteBucketTagging'),
}


def _encryption(value: Properties) -> Properties:
    rules = []
    for rule in value['ServerSideEncryptionConfiguration']:
        rule = dict(rule)
        if 'ServerSideEncryptionByDefault' in rule:
            rule['ApplyServerSideEncryptionByDefault'] = rule.pop('ServerSideEncryptionByDefault')
        rules.append(rule)
    return {'Rules': rules}


def _lifecycle(value: Properties) -> Properties:
    rules = []
    for number, given in enumerate(value['Rules']):
        rule = {name: item for name, item in given.items() if name not in ('Prefix', 'TagFilters', 'Id', 'ExpirationInDays')}
        rule['ID'] = given.get('Id', f'rule-{number}')
        if 'ExpirationInDays' in given:
            rule['Expiration'] = {'Days': given['ExpirationInDays']}
        if 'ExpiredObjectDeleteMarker' in rule:
            rule['Expiration'] = {**rule.get('Expiration', {}), 'ExpiredObjectDeleteMarker': rule.pop('ExpiredObjectDeleteMarker')}
        if 'Transitions' in rule:
            rule['Transitions'] = [{_transition.get(name, name): item for name, item in one.items()} for one in rule['Transitions']]
        rule['Filter'] = {'Prefix': given.get('Prefix', '')}
        rules.append(rule)
    return {'Rules': rules}


_transition = {'TransitionInDays': 'Days', 'TransitionDate': 'Date'}
_other_shapes = {
    'BucketEncryption': _encryption,
    'LifecycleConfiguration': _lifecycle,
    'NotificationConfiguration': lambda value: {'EventBridgeConfiguration': {}} if 'EventBridgeConfiguration' in value else _notifications(value),
    'AccessControl': lambda value: re.sub(r'(?<=[a-z])(?=[A-Z])', '-', value).lower(),
    'Tags': lambda value: {'TagSet': value},
    'CorsConfiguration': lambda value: {'CORSRules': value['CorsRules']},
    'LoggingConfiguration': lambda value: {'LoggingEnabled': {'TargetBucket': value['DestinationBucketName'], 'TargetPrefix': value.get('LogFilePrefix', '')}},
}


def _notifications(value: Properties) -> Properties:
    raise ResourceError(f'the emulator knows only EventBridge notifications of buckets, not {sorted(value)}')


class Bucket(Handler):
    def create(self, work: Work) -> None:
        self._refuse_unknown(work.properties)
        name = work.properties.get('BucketName') or work.generated_name(63, lower=True)
        if work.aws.find('s3', 'HeadBucket', {'Bucket': name}) is not None:
            raise ResourceError(f'{name} already exists')
        request: Properties = {'Bucket': name}
        if work.region != 'us-east-1':
            request['CreateBucketConfiguration'] = {'LocationConstraint': work.region}
        if work.properties.get('ObjectLockEnabled'):
            request['ObjectLockEnabledForBucket'] = True
        work.aws.call('s3', 'CreateBucket', request)
        work.id = name
        self._settings(work, {})

    def _settings(self, work: Work, old: Properties) -> None:
        for name, (put, parameter, remove) in SETTINGS.items():
            value = work.properties.get(name)
            if value == old.get(name):
                continue
            if value is not None:
                shaped = _other_shapes.get(name, lambda same: same)(value)
                work.aws.call('s3', put, {'Bucket': work.id, parameter: shaped})
            elif remove:
                work.aws.call('s3', remove, {'Bucket': work.id})

    def _refuse_unknown(self, properties: Properties) -> None:
        unknown = sorted(set(properties) - set(SETTINGS) - {'BucketName', 'ObjectLockEnabled'})
        if unknown:
            raise ResourceError(f'the emulator cannot set {", ".join(unknown)} of a bucket')

    def read(self, work: Work) -> dict[str, Any]:
        return {
            'Arn': f'arn:aws:s3:::{work.id}',
            'DomainName': f'{work.id}.s3.amazonaws.com',
            'RegionalDomainName': f'{work.id}.s3.{work.region}.amazonaws.com',
            'DualStackDomainName': f'{work.id}.s3.dualstack.{work.region}.amazonaws.com',
            'WebsiteURL': f'http://{work.id}.s3-website-{work.region}.amazonaws.com',
        }

    def update(self, work: Work, old: Properties) -> None:
        self._refuse_unknown(work.properties)
        self._settings(work, old)

    def delete(self, work: Work, snapshot: bool = False) -> None:
        if work.aws.find('s3', 'HeadBucket', {'Bucket': work.id}) is None:
            return
        versions = work.aws.call('s3', 'ListObjectVersions', {'Bucket': work.id, 'MaxKeys': 1})
        if versions.get('Versions') or versions.get('DeleteMarkers'):
            raise ResourceError('The bucket you tried to delete is not empty. You must delete all versions in the bucket.')
        work.aws.call('s3', 'DeleteBucket', {'Bucket': work.id})

    def refuse_same_name(self, old: Any, new: Any) -> None:
        if new.properties.get('BucketName') and new.properties['BucketName'] == old.properties.get('BucketName'):
            raise ResourceError(f'{new.properties["BucketName"]} already exists')


class BucketPolicy(Handler):
    def create(self, work: Work) -> None:
        self.update(work, {})
        work.id = work.properties['Bucket']

    def update(self, work: Work, old: Properties) -> None:
        policy = work.properties['PolicyDocument']
        # moto enforces bucket policies and skips their conditions: a statement that denies only plain HTTP would deny everything.
        enforced = [one for one in policy['Statement'] if not (one['Effect'] == 'Deny' and 'Condition' in one)]
        left_out = len(policy['Statement']) - len(enforced)
        if left_out:
            work.message = f'{left_out} conditional Deny statements are left out: moto enforces them without their conditions'
        request = {'Bucket': work.properties['Bucket'], 'Policy': {**policy, 'Statement': enforced}}
        if enforced:
            work.aws.call('s3', 'PutBucketPolicy', request)
        else:
            work.aws.check('s3', 'PutBucketPolicy', {**request, 'Policy': policy})

    def delete(self, work: Work, snapshot: bool = False) -> None:
        work.aws.find('s3', 'DeleteBucketPolicy', {'Bucket': work.properties['Bucket']})


def _plan(work: Work, properties: Properties) -> Properties:
    plan = dict(properties['BackupPlan'])
    names = {'BackupPlanRule': 'Rules', 'TargetBackupVault': 'TargetBackupVaultName'}
    plan = {names.get(name, name): value for name, value in plan.items()}
    plan['Rules'] = [{names.get(name, name): value for name, value in rule.items()} for rule in plan['Rules']]
    for rule in plan['Rules']:
        if work.aws.find('backup', 'DescribeBackupVault', {'BackupVaultName': rule['TargetBackupVaultName']}) is None:
            raise ResourceError(f'Backup vault {rule["TargetBackupVaultName"]} does not exist')
    tags = {'BackupPlanTags': properties['BackupPlanTags']} if 'BackupPlanTags' in properties else {}
    return {'BackupPlan': plan, **tags}


def _refuse_full_vault(work: Work) -> None:
    answer = work.aws.find('backup', 'DescribeBackupVault', {'BackupVaultName': work.id}) or {}
    if answer.get('NumberOfRecoveryPoints'):
        raise ResourceError(f'Backup vault cannot be deleted because it contains {answer["NumberOfRecoveryPoints"]} recovery points')


def _selection(work: Work, properties: Properties) -> Properties:
    return {'BackupPlanId': properties['BackupPlanId'], 'BackupSelection': properties['BackupSelection']}


def _vault_extras(work: Work, old: Properties | None) -> None:
    if 'AccessPolicy' in work.properties:
        work.aws.check('backup', 'PutBackupVaultAccessPolicy', {'BackupVaultName': work.id, 'Policy': work.properties['AccessPolicy']})
        work.message = 'AccessPolicy is checked only: moto has no vault policies'


TYPES: dict[str, Handler] = {
    'AWS::S3::Bucket': Bucket(),
    'AWS::S3::BucketPolicy': BucketPolicy(),
    'AWS::Backup::BackupVault': ApiResource(
        'backup',
        'CreateBackupVault',
        'BackupVaultName',
        {'BackupVaultName': '{id}'},
        after=_vault_extras,
        by_after=('AccessPolicy', 'LockConfiguration', 'Notifications'),
        before_delete=_refuse_full_vault,
        delete_op='DeleteBackupVault',
        attributes={'BackupVaultName': '', 'BackupVaultArn': lambda work, _: work.arn('backup', f'backup-vault:{work.id}')},
    ),
    'AWS::Backup::BackupPlan': ApiResource(
        'backup', 'CreateBackupPlan', '>BackupPlanId', {'BackupPlanId': '{id}'}, prepare=_plan, update_op='UpdateBackupPlan',
        delete_op='DeleteBackupPlan',
        attributes={'BackupPlanId': '', 'BackupPlanArn': lambda work, _: work.arn('backup', f'backup-plan:{work.id}')},
    ),
    'AWS::Backup::BackupSelection': ApiResource(
        'backup', 'CreateBackupSelection', '>SelectionId', {'SelectionId': '{id}'}, prepare=_selection, implemented=False,
        delete_op='DeleteBackupSelection', attributes={'Id': '', 'SelectionId': '', 'BackupPlanId': lambda work, _: work.properties['BackupPlanId']},
    ),
}
