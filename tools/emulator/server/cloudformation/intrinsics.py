"""Resolves parameters, conditions, rules and intrinsic functions of one stack's template."""

import base64
import re
from typing import Any

from .. import settings
from ..errors import RequestError, ResourceError
from . import references, stacks
from .stacks import Stack
from .template import placeholders

_NO_VALUE = object()


class Resolver:
    """Resolves values of one template against the resources that its stack has so far."""

    def __init__(self, stack: Stack, template: dict[str, Any], given: dict[str, str]) -> None:
        self.stack, self.template = stack, template
        self.imports: set[str] = set()
        self.parameters = {name: self._parameter(name, spec, given) for name, spec in template.get('Parameters', {}).items()}
        unknown = sorted(set(given) - set(self.parameters))
        if unknown:
            raise RequestError(f'Parameters: [{", ".join(unknown)}] do not exist in the template')
        self._assert_rules()

    def _parameter(self, name: str, spec: dict[str, Any], given: dict[str, str]) -> Any:
        if name not in given and 'Default' not in spec:
            raise RequestError(f'Parameters: [{name}] must have values')
        value = str(given.get(name, spec.get('Default')))
        if spec['Type'].startswith('AWS::SSM::Parameter::Value'):
            try:
                value = references.parameter_value(value, self.stack.aws)
            except ResourceError as error:
                raise RequestError(str(error)) from error
        if 'AllowedValues' in spec and value not in [str(allowed) for allowed in spec['AllowedValues']]:
            raise RequestError(f'Parameter {name} must be one of AllowedValues')
        if 'AllowedPattern' in spec and not re.fullmatch(spec['AllowedPattern'], value):
            raise RequestError(f'Parameter {name} failed to satisfy constraint: must match pattern {spec["AllowedPattern"]}')
        return value.split(',') if 'List' in spec['Type'] else value

    def _assert_rules(self) -> None:
        for rule in self.template.get('Rules', {}).values():
            if 'RuleCondition' in rule and not self.resolve(rule['RuleCondition']):
                continue
            for assertion in rule['Assertions']:
                if not self.resolve(assertion['Assert']):
                    raise RequestError(f'Template validation error: {assertion.get("AssertDescription", "Rule assertion failed")}')

    def condition(self, name: str) -> bool:
        return bool(self.resolve(self.template['Conditions'][name]))

    def applies(self, entry: dict[str, Any]) -> bool:
        return 'Condition' not in entry or self.condition(entry['Condition'])

    def resolve(self, value: Any) -> Any:
        resolved = self._resolve(value)
        return None if resolved is _NO_VALUE else resolved

    def _resolve(self, value: Any) -> Any:
        if isinstance(value, list):
            return [item for item in map(self._resolve, value) if item is not _NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (function, argument), = value.items()
            if function == 'Ref':
                return self._reference(argument)
            if function == 'Condition' and isinstance(argument, str):
                return self.condition(argument)
            if function.startswith('Fn::'):
                return self._function(function[4:], argument)
        resolved = {key: self._resolve(item) for key, item in value.items()}
        return {key: item for key, item in resolved.items() if item is not _NO_VALUE}

    def _reference(self, name: str) -> Any:
        stack = self.stack
        pseudo = {
            'AWS::AccountId': settings.ACCOUNT,
            'AWS::NoValue': _NO_VALUE,
            'AWS::NotificationARNs': [],
            'AWS::Partition': 'aws',
            'AWS::Region': stack.region,
            'AWS::StackId': stack.id,
            'AWS::StackName': stack.name,
            'AWS::URLSuffix': 'amazonaws.com',
        }
        if name in pseudo:
            return pseudo[name]
        if name in self.parameters:
            return self.parameters[name]
        return self._resource(name).physical_id

    def _resource(self, name: str) -> stacks.Resource:
        if name not in self.stack.resources:
            raise ResourceError(f'Unresolved dependency {name}: it was not created')
        return self.stack.resources[name]

    def _attribute(self, name: str, attribute: str) -> Any:
        resource = self._resource(name)
        if attribute not in resource.attributes:
            raise ResourceError(f'Template error: resource {name} ({resource.type}) does not support attribute type {attribute} in Fn::GetAtt')
        return resource.attributes[attribute]

    def _function(self, name: str, argument: Any) -> Any:
        if name == 'If':
            return self._resolve(argument[1] if self.condition(argument[0]) else argument[2])
        if name == 'GetAtt':
            target, attribute = argument.split('.', 1) if isinstance(argument, str) else argument
            return self._attribute(target, self.resolve(attribute))
        if name == 'Sub':
            return self._substitute(argument)
        handler = getattr(self, f'_fn_{name.lower()}', None)
        if handler is None:
            raise RequestError(f'Template validation error: unknown function Fn::{name}')
        return handler(self._resolve(argument))

    def _substitute(self, argument: Any) -> str:
        text, values = argument if isinstance(argument, list) else (argument, {})
        for name in placeholders(text):
            first, _, attribute = name.partition('.')
            if name in values:
                value = self.resolve(values[name])
            else:
                value = self._attribute(first, attribute) if attribute else self._reference(first)
            text = re.sub(r'\$\{\s*' + re.escape(name) + r'\s*\}', lambda _: _text(value), text)
        return text.replace('${!', '${')

    def _fn_join(self, argument: Any) -> str:
        return argument[0].join(_text(item) for item in argument[1])

    def _fn_split(self, argument: Any) -> list[str]:
        return argument[1].split(argument[0])

    def _fn_select(self, argument: Any) -> Any:
        index, items = int(argument[0]), argument[1]
        if index >= len(items):
            raise ResourceError(f'Template error: Fn::Select cannot select nonexistent value at index {index}')
        return items[index]

    def _fn_findinmap(self, argument: Any) -> Any:
        try:
            return self.template['Mappings'][argument[0]][argument[1]][argument[2]]
        except KeyError as error:
            if len(argument) > 3:
                return argument[3]['DefaultValue']
            raise ResourceError(f'Template error: Unable to get mapping for {"::".join(argument)}') from error

    def _fn_base64(self, argument: str) -> str:
        return base64.b64encode(argument.encode()).decode()

    def _fn_importvalue(self, name: str) -> Any:
        exports = stacks.exported(self.stack.region)
        if name not in exports:
            raise ResourceError(f'No export named {name} found.')
        self.imports.add(name)
        return exports[name][1]

    def _fn_getstackoutput(self, argument: dict[str, str]) -> Any:
        region, name, key = argument.get('Region', self.stack.region), argument['StackName'], argument['OutputName']
        try:
            outputs = stacks.find(region, name).outputs
        except RequestError as error:
            raise ResourceError(f'Fn::GetStackOutput: {error} in {region}') from error
        if key not in outputs:
            raise ResourceError(f'Fn::GetStackOutput: stack {name} in {region} has no output {key}')
        return outputs[key]['OutputValue']

    def _fn_equals(self, argument: list[Any]) -> bool:
        return _text(argument[0]) == _text(argument[1])

    def _fn_not(self, argument: list[bool]) -> bool:
        return not argument[0]

    def _fn_and(self, argument: list[bool]) -> bool:
        return all(argument)

    def _fn_or(self, argument: list[bool]) -> bool:
        return any(argument)

    def _fn_contains(self, argument: list[Any]) -> bool:
        return argument[1] in argument[0]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
