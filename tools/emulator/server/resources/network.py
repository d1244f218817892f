"""EC2: networks, their gateways and security groups."""

from typing import Any

from .handler import ApiResource, Handler, Properties, Work, renamed


def _tag(work: Work, old: Properties | None = None) -> None:
    tags = work.properties.get('Tags', [])
    gone = [{'Key': tag['Key']} for tag in (old or {}).get('Tags', []) if tag['Key'] not in {kept['Key'] for kept in tags}]
    if gone:
        work.aws.call('ec2', 'DeleteTags', {'Resources': [_taggable(work)], 'Tags': gone})
    if tags:
        work.aws.call('ec2', 'CreateTags', {'Resources': [_taggable(work)], 'Tags': tags})


def _taggable(work: Work) -> str:
    return work.resource.state.get('taggable', work.id)


def _vpc_attributes(work: Work, old: Properties | None) -> None:
    for name in ('EnableDnsSupport', 'EnableDnsHostnames'):
        if name in work.properties and work.properties[name] != (old or {}).get(name):
            work.aws.call('ec2', 'ModifyVpcAttribute', {'VpcId': work.id, name: {'Value': work.properties[name]}})
    _tag(work, old)


def _default_group(work: Work, vpc: Any) -> str:
    filters = [{'Name': 'vpc-id', 'Values': [work.id]}, {'Name': 'group-name', 'Values': ['default']}]
    return work.aws.call('ec2', 'DescribeSecurityGroups', {'Filters': filters})['SecurityGroups'][0]['GroupId']


def _public_addresses(work: Work, old: Properties | None) -> None:
    wanted = work.properties.get('MapPublicIpOnLaunch', False)
    if wanted != (old or {}).get('MapPublicIpOnLaunch', False):
        work.aws.call('ec2', 'ModifySubnetAttribute', {'SubnetId': work.id, 'MapPublicIpOnLaunch': {'Value': wanted}})
    _tag(work, old)


def _allocation(work: Work, answer_unused: Properties | None = None) -> None:
    found = work.aws.call('ec2', 'DescribeAddresses', {'PublicIps': [work.id]})['Addresses'][0]
    work.resource.state.update(AllocationId=found['AllocationId'], taggable=found['AllocationId'])
    _tag(work)


def _endpoint_links(work: Work, old: Properties | None) -> None:
    _tag(work, old)
    if old is None:
        return
    request: Properties = {'VpcEndpointId': work.id}
    for name in ENDPOINT_LINKS:
        wanted, before = set(work.properties.get(name, [])), set(old.get(name, []))
        request |= {f'Add{name}': sorted(wanted - before)} if wanted - before else {}
        request |= {f'Remove{name}': sorted(before - wanted)} if before - wanted else {}
    if len(request) > 1:
        work.aws.call('ec2', 'ModifyVpcEndpoint', request)


ENDPOINT_LINKS = ('RouteTableIds', 'SubnetIds', 'SecurityGroupIds')


class Route(Handler):
    """A route; its physical id is made of its table and its destination, as in CloudFormation."""

    def _destination(self, properties: Properties) -> Properties:
        return {name: value for name, value in properties.items() if name.startswith('Destination') or name == 'RouteTableId'}

    def create(self, work: Work) -> None:
        work.aws.call('ec2', 'CreateRoute', work.properties)
        work.id = '|'.join(self._destination(work.properties).values())

    def update(self, work: Work, old: Properties) -> None:
        work.aws.call('ec2', 'ReplaceRoute', work.properties)

    def delete(self, work: Work, snapshot: bool = False) -> None:
        work.aws.find('ec2', 'DeleteRoute', self._destination(work.properties))


class GatewayAttachment(Handler):
    def create(self, work: Work) -> None:
        work.aws.call('ec2', 'AttachInternetGateway', work.properties)
        work.id = f'IGW|{work.properties["VpcId"]}'

    def delete(self, work: Work, snapshot: bool = False) -> None:
        work.aws.find('ec2', 'DetachInternetGateway', work.properties)


def permission(rule: Properties) -> Properties:
    """A rule as CloudFormation writes it, as the EC2 API wants it."""
    text = {'Description': rule['Description']} if 'Description' in rule else {}
    peers = {
        'IpRanges': ('CidrIp', 'CidrIp'),
        'Ipv6Ranges': ('CidrIpv6', 'CidrIpv6'),
        'PrefixListIds': ('PrefixListId', 'SourcePrefixListId', 'DestinationPrefixListId'),
        'UserIdGroupPairs': ('GroupId', 'SourceSecurityGroupId', 'DestinationSecurityGroupId'),
    }
    result = {name: rule[name] for name in ('IpProtocol', 'FromPort', 'ToPort') if name in rule}
    for member, (api_name, *names) in peers.items():
        value = next((rule[name] for name in names if name in rule), None)
        if value is not None:
            result[member] = [{api_name: value, **text}]
    return result


class SecurityGroupRule(Handler):
    def __init__(self, direction: str) -> None:
        self.direction = direction

    def create(self, work: Work) -> None:
        peer = work.properties.get('SourceSecurityGroupId') or work.properties.get('DestinationSecurityGroupId')
        if peer:  # moto accepts a group that does not exist
            work.aws.call('ec2', 'DescribeSecurityGroups', {'GroupIds': [peer]})
        request = {'GroupId': work.properties['GroupId'], 'IpPermissions': [permission(work.properties)]}
        answer = work.aws.call('ec2', f'AuthorizeSecurityGroup{self.direction}', request)
        work.id = answer['SecurityGroupRules'][0]['SecurityGroupRuleId']

    def read(self, work: Work) -> dict[str, Any]:
        return {'Id': work.id}

    def update(self, work: Work, old: Properties) -> None:
        self._revoke(work, old)
        self.create(work)

    def delete(self, work: Work, snapshot: bool = False) -> None:
        self._revoke(work, work.properties)

    def _revoke(self, work: Work, rule: Properties) -> None:
        request = {'GroupId': rule['GroupId'], 'IpPermissions': [permission(rule)]}
        work.aws.find('ec2', f'RevokeSecurityGroup{self.direction}', request)


def _group_rules(work: Work, old: Properties | None) -> None:
    for direction in ('Ingress', 'Egress'):
        name = f'SecurityGroup{direction}'
        wanted, before = work.properties.get(name, []), (old or {}).get(name, [])
        if old is None and direction == 'Egress' and wanted:
            before = [{'IpProtocol': '-1', 'CidrIp': '0.0.0.0/0'}]
        for operation, rules in (
            (f'RevokeSecurityGroup{direction}', [rule for rule in before if rule not in wanted]),
            (f'AuthorizeSecurityGroup{direction}', [rule for rule in wanted if rule not in before]),
        ):
            if rules:
                work.aws.call('ec2', operation, {'GroupId': work.id, 'IpPermissions': [permission(rule) for rule in rules]})
    _tag(work, old)


def _group(work: Work, properties: Properties) -> Properties:
    return {'GroupName': properties['GroupName'], 'Description': properties['GroupDescription']} | (
        {'VpcId': properties['VpcId']} if 'VpcId' in properties else {}
    )


def _endpoint(work: Work, properties: Properties) -> Properties:
    return {'VpcEndpointType': 'Gateway', **properties}


def _flow_log(work: Work, properties: Properties) -> Properties:
    named = {name: value for name, value in properties.items() if name != 'ResourceId'}
    return {**named, 'ResourceIds': [properties['ResourceId']]}


def _interface(work: Work, old: Properties | None) -> None:
    wanted = work.properties.get('SourceDestCheck', True)
    if wanted != (old or {}).get('SourceDestCheck', True):
        request = {'NetworkInterfaceId': work.id, 'SourceDestCheck': {'Value': wanted}}
        work.aws.call('ec2', 'ModifyNetworkInterfaceAttribute', request)
    _tag(work, old)


def _template_version(work: Work, old: Properties | None) -> None:
    if old is not None and work.properties['LaunchTemplateData'] != old['LaunchTemplateData']:
        data = {'LaunchTemplateData': work.properties['LaunchTemplateData']}
        work.aws.call('ec2', 'CreateLaunchTemplateVersion', {'LaunchTemplateId': work.id, **data})


TYPES: dict[str, Handler] = {
    'AWS::EC2::VPC': ApiResource(
        'ec2',
        'CreateVpc',
        '>Vpc.VpcId',
        {'VpcId': '{id}'},
        after=_vpc_attributes,
        by_after=('EnableDnsSupport', 'EnableDnsHostnames', 'Tags'),
        delete_op='DeleteVpc',
        attributes={'VpcId': '', 'CidrBlock': lambda work, _: work.properties.get('CidrBlock'), 'DefaultSecurityGroup': _default_group},
    ),
    'AWS::EC2::Subnet': ApiResource(
        'ec2',
        'CreateSubnet',
        '>Subnet.SubnetId',
        {'SubnetId': '{id}'},
        after=_public_addresses,
        by_after=('MapPublicIpOnLaunch', 'Tags'),
        delete_op='DeleteSubnet',
        attributes={'SubnetId': '', 'AvailabilityZoneId': lambda work, _: work.properties.get('AvailabilityZoneId')},
    ),
    'AWS::EC2::RouteTable': ApiResource(
        'ec2', 'CreateRouteTable', '>RouteTable.RouteTableId', {'RouteTableId': '{id}'}, after=_tag, by_after=('Tags',),
        delete_op='DeleteRouteTable', attributes={'RouteTableId': ''},
    ),
    'AWS::EC2::Route': Route(),
    'AWS::EC2::SubnetRouteTableAssociation': ApiResource(
        'ec2', 'AssociateRouteTable', '>AssociationId', {'AssociationId': '{id}'}, delete_op='DisassociateRouteTable', attributes={'Id': ''}
    ),
    'AWS::EC2::InternetGateway': ApiResource(
        'ec2', 'CreateInternetGateway', '>InternetGateway.InternetGatewayId', {'InternetGatewayId': '{id}'}, after=_tag,
        by_after=('Tags',), delete_op='DeleteInternetGateway', attributes={'InternetGatewayId': ''},
    ),
    'AWS::EC2::VPCGatewayAttachment': GatewayAttachment(),
    'AWS::EC2::EIP': ApiResource(
        'ec2', 'AllocateAddress', '>PublicIp', {'AllocationId': '{AllocationId}'}, after=_allocation, by_after=('Tags',),
        delete_op='ReleaseAddress', attributes={'PublicIp': '', 'AllocationId': lambda work, _: work.resource.state['AllocationId']},
    ),
    'AWS::EC2::NatGateway': ApiResource(
        'ec2', 'CreateNatGateway', '>NatGateway.NatGatewayId', {'NatGatewayId': '{id}'}, after=_tag, by_after=('Tags',),
        delete_op='DeleteNatGateway', attributes={'NatGatewayId': ''},
    ),
    'AWS::EC2::SecurityGroup': ApiResource(
        'ec2', 'CreateSecurityGroup', '>GroupId', {'GroupId': '{id}'}, name=('GroupName', 255), prepare=_group, after=_group_rules,
        by_after=('SecurityGroupIngress', 'SecurityGroupEgress', 'Tags'), delete_op='DeleteSecurityGroup',
        attributes={'GroupId': '', 'Id': '', 'VpcId': lambda work, _: work.properties.get('VpcId')},
    ),
    'AWS::EC2::SecurityGroupIngress': SecurityGroupRule('Ingress'),
    'AWS::EC2::SecurityGroupEgress': SecurityGroupRule('Egress'),
    'AWS::EC2::VPCEndpoint': ApiResource(
        'ec2', 'CreateVpcEndpoint', '>VpcEndpoint.VpcEndpointId', {'VpcEndpointId': '{id}'}, prepare=_endpoint, after=_endpoint_links,
        by_after=('Tags',), by_update=ENDPOINT_LINKS, delete_op='DeleteVpcEndpoints', delete_key={'VpcEndpointIds': ['{id}']}, attributes={'Id': ''},
    ),
    'AWS::EC2::FlowLog': ApiResource(
        'ec2', 'CreateFlowLogs', '>FlowLogIds.0', {'FlowLogIds': ['{id}']}, prepare=_flow_log, after=_tag, by_after=('Tags',),
        delete_op='DeleteFlowLogs', attributes={'Id': ''},
    ),
    'AWS::EC2::NetworkInterface': ApiResource(
        'ec2', 'CreateNetworkInterface', '>NetworkInterface.NetworkInterfaceId', {'NetworkInterfaceId': '{id}'},
        prepare=renamed(GroupSet='Groups'), after=_interface, by_after=('SourceDestCheck', 'Tags'), delete_op='DeleteNetworkInterface',
        attributes={'Id': ''},
    ),
    'AWS::EC2::EIPAssociation': ApiResource(
        'ec2', 'AssociateAddress', '>AssociationId', {'AssociationId': '{id}'}, delete_op='DisassociateAddress', attributes={'Id': ''}
    ),
    'AWS::EC2::LaunchTemplate': ApiResource(
        'ec2',
        'CreateLaunchTemplate',
        '>LaunchTemplate.LaunchTemplateId',
        {'LaunchTemplateId': '{id}'},
        name=('LaunchTemplateName', 128),
        after=_template_version,
        by_update=('LaunchTemplateData',),
        delete_op='DeleteLaunchTemplate',
        describe_op='DescribeLaunchTemplates',
        describe='LaunchTemplates.0',
        describe_key={'LaunchTemplateIds': ['{id}']},
        attributes={
            'LaunchTemplateId': '',
            'LatestVersionNumber': lambda _, template: str(template['LatestVersionNumber']),
            'DefaultVersionNumber': lambda _, template: str(template['DefaultVersionNumber']),
        },
    ),
}
