"""The rules that neither botocore nor moto has."""

import unittest

from server.aws import input_shape
from server.cloudformation import changes
from server.cloudformation.template import in_order, parse, placeholders, references, refuse_broken_references
from server.errors import RequestError, ResourceError
from server.resources.compute import refuse_broken_steps
from server.resources.edge import distribution
from server.resources.network import permission
from server.resources.tables import refuse_broken_keys
from server.shapes import convert


class Shapes(unittest.TestCase):
    def refused(self, service: str, operation: str, properties: dict) -> str:
        with self.assertRaises(ResourceError) as caught:
            convert(properties, input_shape(service, operation))
        return str(caught.exception)

    def test_converts_what_differs_mechanically(self) -> None:
        given = {'FunctionName': 'f', 'Role': 'arn:aws:iam::123456789012:role/r', 'Code': {'ZipFile': 'x'}, 'Timeout': '3', 'Publish': 'true'}
        made = convert({**given, 'Tags': [{'Key': 'a', 'Value': 'b'}]}, input_shape('lambda', 'CreateFunction'))
        self.assertEqual((made['Timeout'], made['Publish'], made['Tags'], made['Code']), (3, True, {'a': 'b'}, {'ZipFile': b'x'}))

    def test_counts_what_cloudfront_wants_counted(self) -> None:
        config = convert({'CachePolicyConfig': {'Name': 'n', 'MinTTL': 0, 'ParametersInCacheKeyAndForwardedToOrigin': {
            'EnableAcceptEncodingGzip': True,
            'CookiesConfig': {'CookieBehavior': 'whitelist', 'Cookies': ['a', 'b']},
            'HeadersConfig': {'HeaderBehavior': 'none'},
            'QueryStringsConfig': {'QueryStringBehavior': 'none'},
        }}}, input_shape('cloudfront', 'CreateCachePolicy'))  # fmt: skip
        cookies = config['CachePolicyConfig']['ParametersInCacheKeyAndForwardedToOrigin']['CookiesConfig']['Cookies']
        self.assertEqual(cookies, {'Quantity': 2, 'Items': ['a', 'b']})

    def test_refuses_a_name_with_other_capitals(self) -> None:
        self.assertIn('[MultiAz]', self.refused('rds', 'CreateDBInstance', {'DBInstanceIdentifier': 'x', 'DBInstanceClass': 'y', 'MultiAz': True}))

    def test_refuses_values_outside_an_enumeration_and_a_length(self) -> None:
        index = {'IndexName': 'u', 'KeySchema': [{'AttributeName': 'a', 'KeyType': 'ROW'}], 'Projection': {'ProjectionType': 'ALL'}}
        message = self.refused('dynamodb', 'CreateTable', {'TableName': 'table', 'GlobalSecondaryIndexes': [index]})
        self.assertIn('#/GlobalSecondaryIndexes/0/IndexName: length 1 is less than 3', message)
        self.assertIn('ROW is not a valid enum value', message)

    def test_names_every_missing_key(self) -> None:
        self.assertIn('required key [BackupVaultName] not found', self.refused('backup', 'CreateBackupVault', {}))


class Templates(unittest.TestCase):
    def test_orders_by_reference_and_refuses_circles(self) -> None:
        self.assertEqual(in_order({'a': {'b', 'Parameter'}, 'b': {'c'}, 'c': set()}), ['c', 'b', 'a'])
        with self.assertRaisesRegex(RequestError, r'Circular dependency between resources: \[a, b\]'):
            in_order({'a': {'b'}, 'b': {'a'}})

    def test_finds_references_of_every_form(self) -> None:
        value = [{'Ref': 'A'}, {'Fn::GetAtt': ['B', 'Arn']}, {'Fn::Sub': '${C.Arn} ${!No} ${D}'}, {'Fn::Sub': ['${E}', {'E': {'Ref': 'F'}}]}]
        self.assertEqual({name for name, _ in references(value)}, set('ABCDF'))
        self.assertEqual(placeholders('${a}-${!b}'), ['a'])

    def test_refuses_a_reference_to_what_is_not_there(self) -> None:
        with self.assertRaisesRegex(RequestError, r'Unresolved resource dependencies \[Nobody\] in the Resources block'):
            refuse_broken_references({'Resources': {'A': {'Type': 'T', 'Properties': {'x': {'Ref': 'Nobody'}}}}})

    def test_reads_the_short_forms_of_yaml(self) -> None:
        template = parse("Resources:\n  A:\n    Type: T\n    Properties:\n      x: !GetAtt B.C.D\n      y: !Sub '${B}'\n      v: 2012-10-17\n")
        expected = {'x': {'Fn::GetAtt': ['B', 'C.D']}, 'y': {'Fn::Sub': '${B}'}, 'v': '2012-10-17'}
        self.assertEqual(template['Resources']['A']['Properties'], expected)


class Changes(unittest.TestCase):
    def tearDown(self) -> None:
        changes.use_create_only({})

    def test_replaces_for_create_only_properties_alone(self) -> None:
        changes.use_create_only({'T': ['Name', 'Deep.Part', 'List.Part']})
        old = {'Name': 'a', 'Deep': {'Part': 1, 'Other': 1}, 'List': [{'Part': 'p', 'Other': 'o'}], 'Free': 1}
        self.assertEqual(changes.forces_replacement('T', old, {**old, 'Free': 2, 'Deep': {'Part': '1', 'Other': 2}}), [])
        self.assertEqual(changes.forces_replacement('T', old, {**old, 'Deep': {'Part': 2}}), ['Deep.Part'])
        self.assertEqual(changes.forces_replacement('T', old, {**old, 'List': [{'Part': 'q'}]}), ['List.Part'])

    def test_numbers_as_text_are_no_change(self) -> None:
        self.assertEqual(changes.changed_properties({'a': 1, 'b': True}, {'a': '1', 'b': 'true'}), [])


class Services(unittest.TestCase):
    def test_refuses_steps_that_overlap_or_leave_a_gap(self) -> None:
        step = lambda low, high: {'MetricIntervalLowerBound': low, 'MetricIntervalUpperBound': high, 'ScalingAdjustment': 1}  # noqa: E731
        refuse_broken_steps([step(0, 10), step(10, 20)])
        with self.assertRaisesRegex(ResourceError, 'may not overlap: one ends at 10, the next starts at 5'):
            refuse_broken_steps([step(0, 10), step(5, 20)])
        with self.assertRaisesRegex(ResourceError, 'gap between step adjustment intervals: 10 to 15'):
            refuse_broken_steps([step(0, 10), step(15, 20)])

    def test_refuses_keys_without_definitions_and_definitions_without_keys(self) -> None:
        definition = lambda name: {'AttributeName': name, 'AttributeType': 'S'}  # noqa: E731
        schema = {'KeySchema': [{'AttributeName': 'id', 'KeyType': 'HASH'}]}
        with self.assertRaisesRegex(ResourceError, 'not defined in AttributeDefinitions'):
            refuse_broken_keys({**schema, 'AttributeDefinitions': []})
        with self.assertRaisesRegex(ResourceError, r"unused: \['other'\]"):
            refuse_broken_keys({**schema, 'AttributeDefinitions': [definition('id'), definition('other')]})

    def test_refuses_a_behaviour_without_its_origin(self) -> None:
        with self.assertRaisesRegex(ResourceError, 'origin does not exist: nowhere'):
            distribution({'DistributionConfig': {'DefaultCacheBehavior': {'TargetOriginId': 'nowhere'}, 'Origins': []}})

    def test_writes_rules_of_security_groups_as_ec2_has_them(self) -> None:
        made = permission({'IpProtocol': 'tcp', 'FromPort': 1, 'ToPort': 2, 'SourceSecurityGroupId': 'sg-1', 'Description': 'why'})
        self.assertEqual(made['UserIdGroupPairs'], [{'GroupId': 'sg-1', 'Description': 'why'}])

    def test_calls_checked_only_what_moto_really_lacks(self) -> None:
        from moto.backends import get_backend
        from server.resources import _table
        from server.resources.handler import ApiResource

        for kind, handler in _table().items():
            if isinstance(handler, ApiResource) and not handler.implemented:
                with self.subTest(kind):
                    get_backend(handler.service)
                    module = __import__(f'moto.{handler.service}.responses', fromlist=['responses'])
                    names = {name for one in vars(module).values() if isinstance(one, type) for name in vars(one)}
                    self.assertNotIn(_snake(handler.create_op), names)


def _snake(operation: str) -> str:
    from botocore import xform_name

    return xform_name(operation)


class Intrinsics(unittest.TestCase):
    def test_resolves_functions(self) -> None:
        from server.cloudformation.intrinsics import Resolver
        from server.cloudformation.stacks import Resource, Stack

        template = {'Resources': {}, 'Conditions': {'No': {'Fn::Equals': ['a', 'b']}}, 'Mappings': {'M': {'k': {'v': 7}}}}
        stack = Stack('s', 'eu-west-1', '', template)
        stack.resources['R'] = Resource('R', 'T', 'physical', attributes={'Arn': 'arn'})
        resolve = Resolver(stack, template, {}).resolve
        value = {'Fn::Join': ['-', [{'Ref': 'R'}, {'Fn::GetAtt': ['R', 'Arn']}, {'Fn::Sub': '${R.Arn}/${AWS::Region}'}]]}
        self.assertEqual(resolve(value), 'physical-arn-arn/eu-west-1')
        self.assertEqual(resolve({'a': {'Fn::If': ['No', 1, {'Ref': 'AWS::NoValue'}]}, 'b': {'Fn::FindInMap': ['M', 'k', 'v']}}), {'b': 7})
        with self.assertRaisesRegex(ResourceError, 'does not support attribute type Nothing in Fn::GetAtt'):
            resolve({'Fn::GetAtt': ['R', 'Nothing']})


if __name__ == '__main__':
    unittest.main()
