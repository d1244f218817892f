"""Lambda."""

import io
import zipfile
from typing import Any

from ..aws import at
from ..errors import ResourceError
from ..functions import runtime
from .handler import ApiResource, Handler, Properties, Work

LAMBDA = 'lambda'


class Function(Handler):
    def _configuration(self, properties: Properties) -> Properties:
        skipped = ('Code', 'Tags', 'RuntimeManagementConfig', 'ReservedConcurrentExecutions', 'RecursiveLoop')
        return {name: value for name, value in properties.items() if name not in skipped}

    def _refuse_broken_code(self, work: Work, code: Properties) -> None:
        """AWS finds this out at the first invocation, when the stack has long been called complete."""
        if not work.properties.get('Runtime', '').startswith('nodejs') or 'S3Bucket' not in code:
            return
        archive = work.aws.call('s3', 'GetObject', {'Bucket': code['S3Bucket'], 'Key': code['S3Key']})['Body'].read()
        file = work.properties['Handler'].rsplit('.', 1)[0]
        folder = runtime.unpacked(archive)
        if not any((folder / f'{file}{end}').is_file() for end in ('.js', '.cjs', '.mjs')):
            raise ResourceError(f'the handler {work.properties["Handler"]} is not in the asset: no {file}.js, {file}.cjs or {file}.mjs')

    def _code(self, properties: Properties) -> Properties:
        code = dict(properties['Code'])
        if 'ZipFile' in code:
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, 'w') as archive:
                archive.writestr('index.js' if properties['Runtime'].startswith('nodejs') else 'index.py', code['ZipFile'])
            code['ZipFile'] = packed.getvalue()
        return code

    def create(self, work: Work) -> None:
        name = work.properties.get('FunctionName') or work.generated_name(64)
        code = self._code(work.properties)
        self._refuse_broken_code(work, code)
        tags = {tag['Key']: tag['Value'] for tag in work.properties.get('Tags', [])}
        request = {**self._configuration(work.properties), 'FunctionName': name, 'Code': code, 'Tags': tags}
        if work.aws.find(LAMBDA, 'GetFunction', {'FunctionName': name}):
            raise ResourceError(f'{name} already exists')
        work.aws.call(LAMBDA, 'CreateFunction', request)
        work.id = name
        self._concurrency(work, {})

    def _concurrency(self, work: Work, old: Properties) -> None:
        name = 'ReservedConcurrentExecutions'
        if work.properties.get(name) == old.get(name):
            return
        if name in work.properties:
            work.aws.call(LAMBDA, 'PutFunctionConcurrency', {'FunctionName': work.id, name: work.properties[name]})
        else:
            work.aws.call(LAMBDA, 'DeleteFunctionConcurrency', {'FunctionName': work.id})

    def read(self, work: Work) -> dict[str, Any]:
        return {'Arn': at(work.aws.call(LAMBDA, 'GetFunction', {'FunctionName': work.id}), 'Configuration.FunctionArn')}

    def update(self, work: Work, old: Properties) -> None:
        name, code = {'FunctionName': work.id}, self._code(work.properties)
        if work.properties['Code'] != old['Code'] or work.properties.get('Handler') != old.get('Handler'):
            self._refuse_broken_code(work, code)
        if work.properties['Code'] != old['Code']:
            work.aws.call(LAMBDA, 'UpdateFunctionCode', {**name, **code})
        new = self._configuration(work.properties)
        if new != self._configuration(old):
            work.aws.call(LAMBDA, 'UpdateFunctionConfiguration', {**new, **name}, only_known=True)
        self._concurrency(work, old)

    def delete(self, work: Work, snapshot: bool = False) -> None:
        runtime.forget(work.arn('lambda', f'function:{work.id}'))
        work.aws.find(LAMBDA, 'DeleteFunction', {'FunctionName': work.id})

    def refuse_same_name(self, old: Any, new: Any) -> None:
        if new.properties.get('FunctionName') and new.properties['FunctionName'] == old.properties.get('FunctionName'):
            raise ResourceError(f'{new.properties["FunctionName"]} already exists')


class Permission(Handler):
    def create(self, work: Work) -> None:
        work.id = work.generated_name(100)
        names = ('Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn', 'EventSourceToken', 'PrincipalOrgID')
        request = {name: work.properties[name] for name in names if name in work.properties}
        work.aws.call(LAMBDA, 'AddPermission', {**request, 'StatementId': work.id})

    def read(self, work: Work) -> dict[str, Any]:
        return {'Id': work.id}

    def delete(self, work: Work, snapshot: bool = False) -> None:
        work.aws.find(LAMBDA, 'RemovePermission', {'FunctionName': work.properties['FunctionName'], 'StatementId': work.id})


TYPES: dict[str, Handler] = {
    'AWS::Lambda::Function': Function(),
    'AWS::Lambda::Permission': Permission(),
    'AWS::Lambda::EventSourceMapping': ApiResource(
        LAMBDA, 'CreateEventSourceMapping', '>UUID', {'UUID': '{id}'}, update_op='UpdateEventSourceMapping',
        delete_op='DeleteEventSourceMapping', attributes={'Id': ''},
    ),
}  # fmt: skip
