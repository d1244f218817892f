"""Stacks in a real server: what has to fail fails, what holds data stays."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

MAIN = Path(__file__).resolve().parents[1] / 'main.py'
TABLE = {
    'AttributeDefinitions': [{'AttributeName': 'id', 'AttributeType': 'S'}],
    'KeySchema': [{'AttributeName': 'id', 'KeyType': 'HASH'}],
    'BillingMode': 'PAY_PER_REQUEST',
}


def table(**properties: Any) -> dict[str, Any]:
    return {'Type': 'AWS::DynamoDB::Table', 'Properties': {**TABLE, **properties}}


class Stacks(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory()
        with socket.socket() as free:
            free.bind(('127.0.0.1', 0))
            port = free.getsockname()[1]
        create_only = Path(cls.folder.name, 'create-only.json')
        create_only.write_text(json.dumps({'AWS::DynamoDB::Table': ['KeySchema', 'TableName']}))
        cls.log = Path(cls.folder.name, 'log.jsonl')
        command = [sys.executable, str(MAIN), '--port', str(port), '--log', str(cls.log), '--create-only', str(create_only)]
        cls.server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert cls.server.stdout.readline().strip() == 'ready'
        options = {'endpoint_url': f'http://localhost:{port}', 'region_name': 'eu-west-1', 'aws_access_key_id': 'test'}
        config = Config(retries={'total_max_attempts': 1})
        cls.client = staticmethod(lambda service: boto3.client(service, **options, aws_secret_access_key='test', config=config))
        cls.cloudformation, cls.dynamodb = cls.client('cloudformation'), cls.client('dynamodb')

    @classmethod
    def tearDownClass(cls) -> None:
        os.kill(cls.server.pid, signal.SIGTERM)
        cls.server.wait()
        cls.server.stdout.close()
        cls.folder.cleanup()

    def deploy(self, name: str, resources: dict[str, Any], verb: str = 'create', outputs: dict[str, Any] | None = None) -> str:
        body = json.dumps({'Resources': resources, 'Outputs': outputs or {}})
        getattr(self.cloudformation, f'{verb}_stack')(StackName=name, TemplateBody=body)
        return self.cloudformation.describe_stacks(StackName=name)['Stacks'][0]['StackStatus']

    def delete(self, name: str) -> dict[str, Any]:
        stack = self.cloudformation.describe_stacks(StackName=name)['Stacks'][0]['StackId']
        self.cloudformation.delete_stack(StackName=name)
        return self.cloudformation.describe_stacks(StackName=stack)['Stacks'][0]

    def physical(self, stack: str, name: str = 'Table') -> str:
        return self.cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId=name)['StackResourceDetail']['PhysicalResourceId']

    def test_a_failing_resource_rolls_its_stack_back_and_is_named(self) -> None:
        status = self.deploy('broken', {'Good': {'Type': 'AWS::SNS::Topic'}, 'Bad': {**table(KeySchema=[]), 'DependsOn': 'Good'}})
        self.assertEqual(status, 'ROLLBACK_COMPLETE')
        events = self.cloudformation.describe_stack_events(StackName='broken')['StackEvents']
        failed = [event for event in events if event['ResourceStatus'] == 'CREATE_FAILED']
        self.assertEqual([event['LogicalResourceId'] for event in failed], ['Bad'])
        self.assertIn('unused', failed[0]['ResourceStatusReason'])
        self.assertEqual(self.client('sns').list_topics()['Topics'], [])

    def test_a_change_keeps_the_table_and_a_create_only_change_does_not(self) -> None:
        self.assertEqual(self.deploy('changing', {'Table': table()}), 'CREATE_COMPLETE')
        first = self.physical('changing')
        self.dynamodb.put_item(TableName=first, Item={'id': {'S': 'kept'}})
        self.assertEqual(self.deploy('changing', {'Table': table(DeletionProtectionEnabled=False, TimeToLiveSpecification={
            'AttributeName': 'end', 'Enabled': True})}, 'update'), 'UPDATE_COMPLETE')  # fmt: skip
        self.assertEqual(self.physical('changing'), first)
        self.assertEqual(self.dynamodb.scan(TableName=first)['Count'], 1)
        other = {'AttributeDefinitions': [{'AttributeName': 'key', 'AttributeType': 'S'}], 'KeySchema': [{'AttributeName': 'key', 'KeyType': 'HASH'}]}
        self.assertEqual(self.deploy('changing', {'Table': table(**other)}, 'update'), 'UPDATE_COMPLETE')
        self.assertNotEqual(self.physical('changing'), first)
        self.assertNotIn(first, self.dynamodb.list_tables()['TableNames'])
        replaced = [line for line in map(json.loads, self.log.read_text().splitlines()) if line['action'] == 'replace']
        self.assertEqual([line['logicalId'] for line in replaced], ['Table'])

    def test_a_named_table_cannot_be_replaced(self) -> None:
        self.deploy('named', {'Table': table(TableName='named-table')})
        other = {'AttributeDefinitions': [{'AttributeName': 'key', 'AttributeType': 'S'}], 'KeySchema': [{'AttributeName': 'key', 'KeyType': 'HASH'}]}
        status = self.deploy('named', {'Table': table(TableName='named-table', **other)}, 'update')
        self.assertEqual(status, 'UPDATE_ROLLBACK_COMPLETE')
        self.assertEqual(self.dynamodb.describe_table(TableName='named-table')['Table']['KeySchema'], TABLE['KeySchema'])

    def test_protection_and_policies_keep_what_is_deleted(self) -> None:
        protected = table(TableName='protected', DeletionProtectionEnabled=True)
        retained = {**table(TableName='retained'), 'DeletionPolicy': 'Retain'}
        self.deploy('kept', {'Protected': protected, 'Retained': retained, 'Gone': table(TableName='gone')})
        self.assertEqual(self.delete('kept')['StackStatus'], 'DELETE_FAILED')
        self.assertEqual({'protected', 'retained', 'gone'} & set(self.dynamodb.list_tables()['TableNames']), {'protected', 'retained'})

    def test_an_export_in_use_stays(self) -> None:
        output = {'Out': {'Value': {'Ref': 'Topic'}, 'Export': {'Name': 'the-topic'}}}
        self.deploy('exporter', {'Topic': {'Type': 'AWS::SNS::Topic', 'Properties': {'TopicName': 'exported'}}}, outputs=output)
        policy = {'PolicyDocument': {'Version': '2012-10-17', 'Statement': []}, 'Topics': [{'Fn::ImportValue': 'the-topic'}]}
        self.deploy('importer', {'Policy': {'Type': 'AWS::SNS::TopicPolicy', 'Properties': policy}})
        deleted = self.delete('exporter')
        self.assertEqual((deleted['StackStatus'], 'in use by importer' in deleted['StackStatusReason']), ('DELETE_FAILED', True))
        for name in ('importer', 'exporter'):
            self.assertEqual(self.delete(name)['StackStatus'], 'DELETE_COMPLETE')

    def test_termination_protection_refuses(self) -> None:
        self.deploy('guarded', {'Queue': {'Type': 'AWS::SQS::Queue'}})
        self.cloudformation.update_termination_protection(StackName='guarded', EnableTerminationProtection=True)
        with self.assertRaisesRegex(ClientError, r'Stack \[guarded\] cannot be deleted while TerminationProtection is enabled'):
            self.cloudformation.delete_stack(StackName='guarded')

    def test_nothing_to_update_is_an_error_of_its_own(self) -> None:
        self.deploy('same', {'Queue': {'Type': 'AWS::SQS::Queue'}})
        with self.assertRaisesRegex(ClientError, 'No updates are to be performed'):
            self.deploy('same', {'Queue': {'Type': 'AWS::SQS::Queue'}}, 'update')

    def test_an_unknown_type_is_a_placeholder_and_says_so(self) -> None:
        self.deploy('unknown', {'Thing': {'Type': 'AWS::Nobody::Thing'}})
        lines = [line for line in map(json.loads, self.log.read_text().splitlines()) if line.get('type') == 'AWS::Nobody::Thing']
        self.assertEqual([line['outcome'] for line in lines], ['placeholder'])

    def test_a_refused_secret_key_fails_the_resource(self) -> None:
        secret = {'Type': 'AWS::SecretsManager::Secret', 'Properties': {'Name': 'login', 'SecretString': '{"user":"u"}'}}
        parameter = lambda key: {'Type': 'AWS::SSM::Parameter', 'DependsOn': 'Secret', 'Properties': {  # noqa: E731
            'Name': '/p', 'Type': 'String', 'Value': f'{{{{resolve:secretsmanager:login:SecretString:{key}::}}}}'}}  # fmt: skip
        self.assertEqual(self.deploy('secret', {'Secret': secret, 'Parameter': parameter('user')}), 'CREATE_COMPLETE')
        self.assertEqual(self.client('ssm').get_parameter(Name='/p')['Parameter']['Value'], 'u')
        self.assertEqual(self.deploy('secret', {'Secret': secret, 'Parameter': parameter('name')}, 'update'), 'UPDATE_ROLLBACK_COMPLETE')
        self.assertEqual(self.client('ssm').get_parameter(Name='/p')['Parameter']['Value'], 'u')


    def test_a_stack_policy_keeps_what_it_denies_to_replace_and_delete(self) -> None:
        self.assertEqual(self.deploy('protected', {'Table': table()}), 'CREATE_COMPLETE')
        self.assertNotIn('StackPolicyBody', self.cloudformation.get_stack_policy(StackName='protected'))
        everything = {'Effect': 'Allow', 'Principal': '*', 'Action': 'Update:*', 'Resource': '*'}
        deny = {'Effect': 'Deny', 'Principal': '*', 'Action': ['Update:Replace', 'Update:Delete'], 'Resource': '*'}
        tables = {'Condition': {'StringEquals': {'ResourceType': ['AWS::DynamoDB::Table']}}}
        policy = json.dumps({'Statement': [everything, {**deny, **tables}]})
        self.cloudformation.set_stack_policy(StackName='protected', StackPolicyBody=policy)
        self.assertEqual(self.cloudformation.get_stack_policy(StackName='protected')['StackPolicyBody'], policy)
        queue = {'Type': 'AWS::SQS::Queue'}
        self.assertEqual(self.deploy('protected', {'Table': table(TableName='other')}, 'update'), 'UPDATE_ROLLBACK_COMPLETE')
        self.assertEqual(self.deploy('protected', {'Queue': queue}, 'update'), 'UPDATE_ROLLBACK_COMPLETE')
        changed = table(DeletionProtectionEnabled=False)
        self.assertEqual(self.deploy('protected', {'Table': changed, 'Queue': queue}, 'update'), 'UPDATE_COMPLETE')
        self.assertEqual(self.deploy('protected', {'Table': changed}, 'update'), 'UPDATE_COMPLETE')
        with self.assertRaises(ClientError):
            self.cloudformation.set_stack_policy(StackName='protected', StackPolicyBody='{"Statement": [{"Effect": "Maybe"}]}')


if __name__ == '__main__':
    unittest.main()
