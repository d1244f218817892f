"""Load balancers and DNS records."""

from typing import Any

from ..aws import at
from ..errors import ResourceError
from .handler import ApiResource, Handler, Properties, Work

ELB = 'elbv2'


def _full_name(work: Work, _: Any) -> str:
    """The part of the ARN that metrics have as a dimension."""
    kind = 'loadbalancer/' if ':loadbalancer/' in work.id else ':'
    return work.id.split(kind, 1)[1] if kind != ':' else work.id.rsplit(':', 1)[1]


def _balancer(work: Work, old: Properties | None) -> None:
    wanted, before = work.properties.get('LoadBalancerAttributes', []), (old or {}).get('LoadBalancerAttributes', [])
    if wanted and wanted != before:
        work.aws.call(ELB, 'ModifyLoadBalancerAttributes', {'LoadBalancerArn': work.id, 'Attributes': wanted})
    if old is None:
        return
    for name, operation in (('SecurityGroups', 'SetSecurityGroups'), ('Subnets', 'SetSubnets')):
        if work.properties.get(name) != old.get(name):
            work.aws.call(ELB, operation, {'LoadBalancerArn': work.id, name: work.properties[name]})


def _refuse_protected(work: Work) -> None:
    answer = work.aws.find(ELB, 'DescribeLoadBalancerAttributes', {'LoadBalancerArn': work.id})
    for attribute in (answer or {}).get('Attributes', []):
        if attribute['Key'] == 'deletion_protection.enabled' and attribute['Value'] == 'true':
            raise ResourceError(f"Load balancer '{work.id}' cannot be deleted because deletion protection is enabled")


def _target_group(work: Work, properties: Properties) -> Properties:
    interval = int(properties.get('HealthCheckIntervalSeconds', 30))
    default = 30 if properties.get('TargetType') == 'lambda' else 5
    timeout = int(properties.get('HealthCheckTimeoutSeconds', min(default, interval - 1)))
    if timeout >= interval:
        raise ResourceError(f'Health check interval must be greater than the timeout: interval {interval}, timeout {timeout}')
    for name in ('HealthyThresholdCount', 'UnhealthyThresholdCount'):
        if not 2 <= int(properties.get(name, 2)) <= 10:
            raise ResourceError(f'{name} must be between 2 and 10, got {properties[name]}')
    if not 5 <= interval <= 300:
        raise ResourceError(f'HealthCheckIntervalSeconds must be between 5 and 300, got {interval}')
    return properties


def _target_group_attributes(work: Work, old: Properties | None) -> None:
    wanted = work.properties.get('TargetGroupAttributes', [])
    if wanted and wanted != (old or {}).get('TargetGroupAttributes'):
        work.aws.call(ELB, 'ModifyTargetGroupAttributes', {'TargetGroupArn': work.id, 'Attributes': wanted})
    targets, before = work.properties.get('Targets', []), (old or {}).get('Targets', [])
    for operation, changed in (('RegisterTargets', targets), ('DeregisterTargets', [one for one in before if one not in targets])):
        if changed and targets != before:
            work.aws.call(ELB, operation, {'TargetGroupArn': work.id, 'Targets': changed})


def _rule(work: Work, properties: Properties) -> Properties:
    """moto accepts a second rule of the same priority when one is changed, and priorities beyond the range."""
    priority = int(properties['Priority'])
    if not 1 <= priority <= 50000:
        raise ResourceError(f'Rule priority must be between 1 and 50000, got {priority}')
    listener = properties.get('ListenerArn') or work.properties.get('ListenerArn')
    rules = work.aws.call(ELB, 'DescribeRules', {'ListenerArn': listener})['Rules']
    if any(rule['Priority'] == str(priority) and rule['RuleArn'] != work.id for rule in rules):
        raise ResourceError(f"Priority '{priority}' is currently in use")
    return properties


class ListenerRule(ApiResource):
    def update(self, work: Work, old: Properties) -> None:
        if int(old['Priority']) != int(work.properties['Priority']):
            _rule(work, work.properties)
            moved = [{'RuleArn': work.id, 'Priority': work.properties['Priority']}]
            work.aws.call(ELB, 'SetRulePriorities', {'RulePriorities': moved})
        super().update(work, {**old, 'Priority': work.properties['Priority']})


def _public(properties: Properties) -> Properties:
    return {name: value for name, value in properties.items() if name not in ('HostedZoneId', 'HostedZoneName', 'Comment')}


class RecordSet(Handler):
    """A record; an update is an UPSERT unless what identifies it changes."""

    def _change(self, work: Work, action: str, properties: Properties) -> None:
        zone = properties['HostedZoneId']
        change = {'Action': action, 'ResourceRecordSet': self._record(properties)}
        work.aws.call('route53', 'ChangeResourceRecordSets', {'HostedZoneId': zone, 'ChangeBatch': {'Changes': [change]}})

    def _record(self, properties: Properties) -> Properties:
        record = _public(properties)
        if 'ResourceRecords' in record:
            record['ResourceRecords'] = [{'Value': value} for value in record['ResourceRecords']]
        if 'AliasTarget' in record:
            record['AliasTarget'] = {'EvaluateTargetHealth': False, **record['AliasTarget']}
        return record

    def create(self, work: Work) -> None:
        self._change(work, 'CREATE', work.properties)
        work.id = work.properties['Name']

    def update(self, work: Work, old: Properties) -> None:
        if any(work.properties.get(name) != old.get(name) for name in ('SetIdentifier', 'Type', 'Name')):
            self._change(work, 'DELETE', old)
        self._change(work, 'UPSERT', work.properties)

    def delete(self, work: Work, snapshot: bool = False) -> None:
        zone = work.properties['HostedZoneId']
        if work.aws.find('route53', 'GetHostedZone', {'Id': zone}):
            self._change(work, 'DELETE', work.properties)


class HostedZone(Handler):
    def create(self, work: Work) -> None:
        vpcs = work.properties.get('VPCs', [])
        request = {'Name': work.properties['Name'], 'CallerReference': work.generated_name()}
        request |= {'HostedZoneConfig': {**work.properties.get('HostedZoneConfig', {}), 'PrivateZone': bool(vpcs)}}
        answer = work.aws.call('route53', 'CreateHostedZone', request | ({'VPC': vpcs[0]} if vpcs else {}))
        work.id = at(answer, 'HostedZone.Id').removeprefix('/hostedzone/')
        for vpc in vpcs[1:]:
            work.aws.call('route53', 'AssociateVPCWithHostedZone', {'HostedZoneId': work.id, 'VPC': vpc})

    def read(self, work: Work) -> dict[str, Any]:
        servers = work.aws.call('route53', 'GetHostedZone', {'Id': work.id}).get('DelegationSet', {}).get('NameServers', [])
        return {'Id': work.id, 'NameServers': servers}

    def update(self, work: Work, old: Properties) -> None:
        for vpc in work.properties.get('VPCs', []):
            if vpc not in old.get('VPCs', []):
                work.aws.call('route53', 'AssociateVPCWithHostedZone', {'HostedZoneId': work.id, 'VPC': vpc})

    def delete(self, work: Work, snapshot: bool = False) -> None:
        records = work.aws.find('route53', 'ListResourceRecordSets', {'HostedZoneId': work.id}) or {}
        left = [record['Name'] for record in records.get('ResourceRecordSets', []) if record['Type'] not in ('NS', 'SOA')]
        if left:
            raise ResourceError(f'The specified hosted zone contains non-required resource record sets and so cannot be deleted: {left}')
        work.aws.find('route53', 'DeleteHostedZone', {'Id': work.id})


TYPES: dict[str, Handler] = {
    'AWS::ARCRegionSwitch::Plan': ApiResource(
        'arc-region-switch', 'CreatePlan', '>plan.arn', {'arn': '{id}'}, update_op='UpdatePlan', delete_op='DeletePlan', implemented=False,
        attributes={'Arn': lambda work, _: work.arn('arc-region-switch', f'plan/{work.id}')},
    ),
    'AWS::ElasticLoadBalancingV2::LoadBalancer': ApiResource(
        ELB,
        'CreateLoadBalancer',
        '>LoadBalancers.0.LoadBalancerArn',
        {'LoadBalancerArn': '{id}'},
        name=('Name', 32),
        after=_balancer,
        by_after=('LoadBalancerAttributes', 'MinimumLoadBalancerCapacity'),
        by_update=('SecurityGroups', 'Subnets'),
        before_delete=_refuse_protected,
        delete_op='DeleteLoadBalancer',
        describe_op='DescribeLoadBalancers',
        describe='LoadBalancers.0',
        describe_key={'LoadBalancerArns': ['{id}']},
        attributes={
            'DNSName': 'DNSName',
            'CanonicalHostedZoneID': 'CanonicalHostedZoneId',
            'LoadBalancerArn': '',
            'LoadBalancerName': 'LoadBalancerName',
            'LoadBalancerFullName': _full_name,
            'SecurityGroups': 'SecurityGroups',
        },
    ),
    'AWS::ElasticLoadBalancingV2::TargetGroup': ApiResource(
        ELB,
        'CreateTargetGroup',
        '>TargetGroups.0.TargetGroupArn',
        {'TargetGroupArn': '{id}'},
        name=('Name', 32),
        prepare=_target_group,
        after=_target_group_attributes,
        by_after=('TargetGroupAttributes', 'Targets'),
        update_op='ModifyTargetGroup',
        delete_op='DeleteTargetGroup',
        attributes={
            'TargetGroupArn': '',
            'TargetGroupFullName': _full_name,
            'TargetGroupName': lambda work, _: work.resource.state['name'],
        },
    ),
    'AWS::ElasticLoadBalancingV2::Listener': ApiResource(
        ELB, 'CreateListener', '>Listeners.0.ListenerArn', {'ListenerArn': '{id}'}, update_op='ModifyListener', delete_op='DeleteListener',
        attributes={'ListenerArn': ''},
    ),
    'AWS::ElasticLoadBalancingV2::ListenerRule': ListenerRule(
        ELB, 'CreateRule', '>Rules.0.RuleArn', {'RuleArn': '{id}'}, prepare=_rule, update_op='ModifyRule', delete_op='DeleteRule',
        attributes={'RuleArn': ''},
    ),
    'AWS::Route53::HostedZone': HostedZone(),
    'AWS::Route53::RecordSet': RecordSet(),
}
