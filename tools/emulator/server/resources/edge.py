"""CloudFront and the firewall in front of it."""

from typing import Any

from ..aws import at
from ..errors import ResourceError
from .handler import ApiResource, Handler, Properties, Work

CLOUDFRONT = 'cloudfront'


def _behaviour(behaviour: Properties) -> Properties:
    result = dict(behaviour)
    if 'AllowedMethods' in result:
        cached = result.pop('CachedMethods', ['GET', 'HEAD'])
        result['AllowedMethods'] = {'Quantity': len(result['AllowedMethods']), 'Items': result['AllowedMethods'], 'CachedMethods': cached}
    return result


def _origin(origin: Properties) -> Properties:
    result = {'CustomHeaders' if name == 'OriginCustomHeaders' else name: value for name, value in origin.items()}
    # The API wants what CloudFormation fills in, and one of the kinds of origin.
    custom = result.get('CustomOriginConfig')
    if custom is not None:
        result['CustomOriginConfig'] = {'HTTPPort': 80, 'HTTPSPort': 443, **custom}
    return result


def distribution(properties: Properties) -> Properties:
    """The configuration of a distribution as the API has it."""
    names = {'IPV6Enabled': 'IsIPV6Enabled'}
    config = {names.get(name, name): value for name, value in properties['DistributionConfig'].items()}
    config['DefaultCacheBehavior'] = _behaviour(config['DefaultCacheBehavior'])
    config['CacheBehaviors'] = [_behaviour(one) for one in config.get('CacheBehaviors', [])]
    config['Origins'] = [_origin(one) for one in config.get('Origins', [])]
    config.setdefault('Comment', '')
    if 'Aliases' not in config:
        config['Aliases'] = []
    if 'ViewerCertificate' in config:
        names = {'AcmCertificateArn': 'ACMCertificateArn', 'IamCertificateId': 'IAMCertificateId', 'SslSupportMethod': 'SSLSupportMethod'}
        config['ViewerCertificate'] = {names.get(name, name): value for name, value in config['ViewerCertificate'].items()}
    if 'Logging' in config:
        config['Logging'] = {'Enabled': True, 'IncludeCookies': False, 'Prefix': '', **config['Logging']}
    known = {origin['Id'] for origin in config['Origins']}
    for one in [config['DefaultCacheBehavior'], *config['CacheBehaviors']]:
        if one['TargetOriginId'] not in known:
            raise ResourceError(f'The specified origin does not exist: {one["TargetOriginId"]}')
    return config


class Distribution(Handler):
    def create(self, work: Work) -> None:
        config = {**distribution(work.properties), 'CallerReference': work.generated_name()}
        work.resource.state['reference'] = config['CallerReference']
        request = {'DistributionConfigWithTags': {'DistributionConfig': config, 'Tags': {'Items': work.properties.get('Tags', [])}}}
        work.id = at(work.aws.call(CLOUDFRONT, 'CreateDistributionWithTags', request), 'Distribution.Id')

    def read(self, work: Work) -> dict[str, Any]:
        found = at(work.aws.call(CLOUDFRONT, 'GetDistribution', {'Id': work.id}), 'Distribution')
        return {'Id': work.id, 'DomainName': found['DomainName']}

    def update(self, work: Work, old: Properties) -> None:
        self._put(work, distribution(work.properties))

    def _put(self, work: Work, config: Properties) -> str:
        tag = work.aws.call(CLOUDFRONT, 'GetDistributionConfig', {'Id': work.id})['ETag']
        config = {**config, 'CallerReference': work.resource.state['reference']}
        return work.aws.call(CLOUDFRONT, 'UpdateDistribution', {'Id': work.id, 'IfMatch': tag, 'DistributionConfig': config})['ETag']

    def delete(self, work: Work, snapshot: bool = False) -> None:
        if work.aws.find(CLOUDFRONT, 'GetDistribution', {'Id': work.id}):
            tag = self._put(work, {**distribution(work.properties), 'Enabled': False})
            work.aws.call(CLOUDFRONT, 'DeleteDistribution', {'Id': work.id, 'IfMatch': tag})


def configured(kind: str, config: str, implemented: bool, attributes: Properties) -> ApiResource:
    """A CloudFront type that is one configuration; updates and deletions name the version that they mean."""
    return Configured(
        CLOUDFRONT, f'Create{kind}', f'>{kind}.Id', {'Id': '{id}'}, update_op=f'Update{kind}', delete_op=f'Delete{kind}',
        implemented=implemented, attributes=attributes,
    )  # fmt: skip


class Configured(ApiResource):
    def _key(self, work: Work, key: Any) -> Properties:
        found = super()._key(work, key)
        if self.implemented:
            answer = work.aws.find(CLOUDFRONT, self.create_op.replace('Create', 'Get'), {'Id': work.id})
            found['IfMatch'] = (answer or {}).get('ETag', '')
        return found


class EdgeFunction(Handler):
    """A function that runs at the edge. moto publishes none and changes none: another version takes the place of the one before."""

    MOST_BYTES = 10_240

    def create(self, work: Work) -> None:
        properties = work.properties
        code = properties['FunctionCode'].encode()
        if len(code) > self.MOST_BYTES:
            raise ResourceError(f'FunctionSizeLimitExceeded: a function has at most {self.MOST_BYTES} bytes, got {len(code)}')
        request = {'Name': properties['Name'], 'FunctionConfig': properties['FunctionConfig'], 'FunctionCode': code}
        work.aws.call(CLOUDFRONT, 'CreateFunction', request)
        work.id = self._read(work)['FunctionARN']

    def _read(self, work: Work) -> dict[str, Any]:
        return at(work.aws.call(CLOUDFRONT, 'DescribeFunction', {'Name': work.properties['Name']}), 'FunctionSummary.FunctionMetadata')

    def read(self, work: Work) -> dict[str, Any]:
        return {'FunctionARN': self._read(work)['FunctionARN'], 'Stage': 'LIVE'}

    def update(self, work: Work, old: Properties) -> None:
        self._remove(work, old['Name'])
        self.create(work)

    def delete(self, work: Work, snapshot: bool = False) -> None:
        self._remove(work, work.properties['Name'])

    def _remove(self, work: Work, name: str) -> None:
        found = work.aws.find(CLOUDFRONT, 'DescribeFunction', {'Name': name})
        if found:
            work.aws.call(CLOUDFRONT, 'DeleteFunction', {'Name': name, 'IfMatch': found['ETag']})


class KeyValueStore(Handler):
    """A store that functions of the edge read. What is in it is written by others."""

    def create(self, work: Work) -> None:
        work.id = work.properties['Name']
        self._call(work, 'CreateKeyValueStore', Comment=work.properties.get('Comment', ''))

    def _call(self, work: Work, operation: str, **request: str) -> Any:
        return work.aws.call(CLOUDFRONT, operation, {'Name': work.id, **request})

    def read(self, work: Work) -> dict[str, Any]:
        store = self._call(work, 'DescribeKeyValueStore')['KeyValueStore']
        return {'Arn': store['ARN'], 'Id': store['Id'], 'Status': store['Status']}

    def update(self, work: Work, old: Properties) -> None:
        tag = self._call(work, 'DescribeKeyValueStore')['ETag']
        self._call(work, 'UpdateKeyValueStore', Comment=work.properties.get('Comment', ''), IfMatch=tag)

    def delete(self, work: Work, snapshot: bool = False) -> None:
        found = work.aws.find(CLOUDFRONT, 'DescribeKeyValueStore', {'Name': work.id})
        if found:
            self._call(work, 'DeleteKeyValueStore', IfMatch=found['ETag'])


class WebAcl(Handler):
    def _scope(self, work: Work) -> Properties:
        name, identifier, scope = work.id.split('|')
        return {'Name': name, 'Id': identifier, 'Scope': scope}

    def create(self, work: Work) -> None:
        name = work.properties.get('Name') or work.generated_name(128)
        request = {**work.properties, 'Name': name}
        priorities = [rule['Priority'] for rule in request.get('Rules', [])]
        if len(set(priorities)) < len(priorities):
            raise ResourceError(f'rules must have different priorities, got {priorities}')
        if not request.get('Tags'):
            request.pop('Tags', None)
        summary = at(work.aws.call('wafv2', 'CreateWebACL', request), 'Summary')
        work.resource.state['arn'] = summary['ARN']
        work.id = f'{name}|{summary["Id"]}|{work.properties["Scope"]}'

    def read(self, work: Work) -> dict[str, Any]:
        return {'Arn': work.resource.state['arn'], 'Id': work.id.split('|')[1]}

    def update(self, work: Work, old: Properties) -> None:
        token = work.aws.call('wafv2', 'GetWebACL', self._scope(work))['LockToken']
        work.aws.call('wafv2', 'UpdateWebACL', {**work.properties, **self._scope(work), 'LockToken': token}, only_known=True)

    def delete(self, work: Work, snapshot: bool = False) -> None:
        found = work.aws.find('wafv2', 'GetWebACL', self._scope(work))
        if found:
            work.aws.call('wafv2', 'DeleteWebACL', {**self._scope(work), 'LockToken': found['LockToken']})


class FirewallLog(Handler):
    def create(self, work: Work) -> None:
        self.update(work, {})
        work.id = work.properties['ResourceArn']

    def update(self, work: Work, old: Properties) -> None:
        for destination in work.properties['LogDestinationConfigs']:
            name = destination.split(':log-group:')[-1].split(':')[-1]
            if not name.startswith('aws-waf-logs-'):
                raise ResourceError(f'The ARN isn\'t valid: the destination of a firewall\'s log must start with aws-waf-logs-, got {name}')
        work.aws.call('wafv2', 'PutLoggingConfiguration', {'LoggingConfiguration': work.properties})

    def delete(self, work: Work, snapshot: bool = False) -> None:
        work.aws.find('wafv2', 'DeleteLoggingConfiguration', {'ResourceArn': work.id})


TYPES: dict[str, Handler] = {
    'AWS::CloudFront::Distribution': Distribution(),
    'AWS::CloudFront::OriginAccessControl': configured('OriginAccessControl', 'OriginAccessControlConfig', True, {'Id': ''}),
    'AWS::CloudFront::CachePolicy': configured('CachePolicy', 'CachePolicyConfig', False, {'Id': ''}),
    'AWS::CloudFront::ResponseHeadersPolicy': configured('ResponseHeadersPolicy', 'ResponseHeadersPolicyConfig', False, {'Id': ''}),
    'AWS::CloudFront::OriginRequestPolicy': configured('OriginRequestPolicy', 'OriginRequestPolicyConfig', False, {'Id': ''}),
    'AWS::CloudFront::VpcOrigin': configured(
        'VpcOrigin', 'VpcOriginEndpointConfig', False, {'Id': '', 'Arn': lambda work, _: f'arn:aws:cloudfront::{work.account}:vpcorigin/{work.id}'}
    ),
    'AWS::CloudFront::Function': EdgeFunction(),
    'AWS::CloudFront::KeyValueStore': KeyValueStore(),
    'AWS::WAFv2::WebACL': WebAcl(),
    'AWS::WAFv2::LoggingConfiguration': FirewallLog(),
    'AWS::WAFv2::WebACLAssociation': ApiResource(
        'wafv2', 'AssociateWebACL', 'ResourceArn', {'ResourceArn': '{id}'}, delete_op='DisassociateWebACL'
    ),
}
