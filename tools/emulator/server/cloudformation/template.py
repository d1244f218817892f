"""Reads a template: what refers to what, in which order resources are made, and what is refused before anything is made."""

import json
from collections.abc import Iterator
from typing import Any

import yaml

from ..errors import RequestError

PSEUDO = {'AWS::AccountId', 'AWS::NoValue', 'AWS::NotificationARNs', 'AWS::Partition', 'AWS::Region', 'AWS::StackId'}
PSEUDO |= {'AWS::StackName', 'AWS::URLSuffix'}
SECTIONS = {'AWSTemplateFormatVersion', 'Conditions', 'Description', 'Hooks', 'Mappings', 'Metadata', 'Outputs', 'Parameters', 'Resources'}
SECTIONS |= {'Rules', 'Transform'}


class _Loader(yaml.SafeLoader):
    pass


def _short_form(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if tag == 'GetAtt' and isinstance(value, str):
        value = value.split('.', 1)
    return {tag if tag in ('Ref', 'Condition') else f'Fn::{tag}': value}


_Loader.add_multi_constructor('!', _short_form)
# A date such as 2012-10-17 is text in a template.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != 'tag:yaml.org,2002:timestamp']
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parse(body: str) -> dict[str, Any]:
    try:
        template = json.loads(body) if body.lstrip().startswith('{') else yaml.load(body, Loader=_Loader)
    except (ValueError, yaml.YAMLError) as error:
        raise RequestError(f'Template format error: {error}') from error
    if not isinstance(template, dict) or not template.get('Resources'):
        raise RequestError('Template format error: At least one Resources member must be defined.')
    unknown = set(template) - SECTIONS
    if unknown:
        raise RequestError(f'Invalid template property or properties {sorted(unknown)}')
    return template


def references(value: Any) -> Iterator[tuple[str, str | None]]:
    """Every (logical id, attribute) that a value refers to; the attribute of a Ref is None."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, dict):
        if len(value) == 1:
            (function, argument), = value.items()
            if function == 'Ref':
                yield argument, None
                return
            if function == 'Fn::GetAtt':
                name, attribute = argument.split('.', 1) if isinstance(argument, str) else argument
                yield name, attribute if isinstance(attribute, str) else None
                return
            if function == 'Fn::Sub':
                yield from _substitutions(argument)
                return
        for item in value.values():
            yield from references(item)


def _substitutions(argument: Any) -> Iterator[tuple[str, str | None]]:
    text, values = argument if isinstance(argument, list) else (argument, {})
    yield from references(values)
    for name in placeholders(text):
        if name not in values:
            first, _, attribute = name.partition('.')
            yield first, attribute or None


def placeholders(text: str) -> list[str]:
    return [part.partition('}')[0].strip() for part in text.split('${')[1:] if not part.startswith('!') and '}' in part]


def conditions_used(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from conditions_used(item)
    elif isinstance(value, dict):
        if 'Fn::If' in value:
            yield value['Fn::If'][0]
        for item in value.values():
            yield from conditions_used(item)


def depends_on(resource: dict[str, Any]) -> list[str]:
    value = resource.get('DependsOn', [])
    return [value] if isinstance(value, str) else value


def refuse_broken_references(template: dict[str, Any]) -> None:
    known = set(template['Resources']) | set(template.get('Parameters', {})) | PSEUDO
    for section in ('Resources', 'Outputs'):
        block = template.get(section, {})
        missing = sorted({name for name, _ in references(block) if name not in known})
        missing += sorted({name for entry in block.values() for name in depends_on(entry) if name not in template['Resources']})
        if missing:
            raise RequestError(
                f'Template format error: Unresolved resource dependencies [{", ".join(missing)}] in the {section} block of the template'
            )
        conditions = {entry['Condition'] for entry in block.values() if 'Condition' in entry} | set(conditions_used(block))
        undefined = sorted(conditions - set(template.get('Conditions', {})))
        if undefined:
            raise RequestError(f'Template format error: Unresolved condition dependency {", ".join(undefined)} in the {section} block')


def needs(entry: dict[str, Any]) -> set[str]:
    """What an entry of the template refers to, parameters included."""
    return {name for name, _ in references(entry.get('Properties', {}))} | set(depends_on(entry))


def in_order(graph: dict[str, set[str]]) -> list[str]:
    """Names, each after everything that it needs."""
    waits_for = {name: others & set(graph) for name, others in graph.items()}
    order: list[str] = []
    while waits_for:
        ready = [name for name, others in waits_for.items() if not others]
        if not ready:
            raise RequestError(f'Circular dependency between resources: [{", ".join(sorted(waits_for))}]')
        order += ready
        for name in ready:
            del waits_for[name]
        for others in waits_for.values():
            others.difference_update(ready)
    return order
