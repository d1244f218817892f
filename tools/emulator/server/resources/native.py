"""Types that moto's CloudFormation models make themselves and this package has no row for."""

from typing import Any

from ..errors import ResourceError
from .handler import Handler, Work


def model_of(kind: str) -> Any:
    from moto.cloudformation.parsing import get_model_map

    return get_model_map().get(kind)


class NativeResource(Handler):
    outcome = 'native'

    def __init__(self, kind: str) -> None:
        self.kind, self.model = kind, model_of(kind)

    def create(self, work: Work) -> None:
        work.outcome = self.outcome
        name = work.properties.get(self.model.cloudformation_name_type()) or work.generated_name()
        instance = self.model.create_from_cloudformation_json(
            name,
            {'Type': self.kind, 'Properties': dict(work.properties)},
            work.account,
            work.region,
            resource_type=self.kind,
        )
        work.resource.state['instance'] = instance
        work.id = str(instance.physical_resource_id)

    def read(self, work: Work) -> dict[str, Any]:
        return _Attributes(work.resource.state['instance'])

    def update(self, work: Work, old: dict[str, Any]) -> None:
        # moto's models usually replace here, and lose what the resource held.
        raise ResourceError(f'the emulator cannot update {self.kind} in place: give the type a row in tools/emulator/server/resources')

    def delete(self, work: Work, snapshot: bool = False) -> None:
        work.outcome = self.outcome
        properties = {'Type': self.kind, 'Properties': work.resource.properties}
        self.model.delete_from_cloudformation_json(work.id, properties, work.account, work.region)


class _Attributes(dict[str, Any]):
    """Asks moto's model when an attribute is wanted."""

    def __init__(self, instance: Any) -> None:
        super().__init__()
        self.instance = instance

    def __contains__(self, name: object) -> bool:
        return bool(self.instance.has_cfn_attr(name))

    def __getitem__(self, name: str) -> Any:
        return self.instance.get_cfn_attribute(name)
