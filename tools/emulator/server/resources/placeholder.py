"""Types that neither this package nor moto knows: recorded, so that the lane can name them."""

from typing import Any

from .handler import Handler, Work


class Placeholder(Handler):
    outcome = 'placeholder'

    def create(self, work: Work) -> None:
        work.outcome = self.outcome
        work.id = work.generated_name()

    def read(self, work: Work) -> dict[str, Any]:
        return _Anything(work.id)

    def update(self, work: Work, old: dict[str, Any]) -> None:
        work.outcome = self.outcome

    def delete(self, work: Work, snapshot: bool = False) -> None:
        work.outcome = self.outcome


class _Anything(dict[str, Any]):
    """Every attribute, since nothing knows which ones the type has."""

    def __init__(self, physical_id: str) -> None:
        super().__init__()
        self.physical_id = physical_id

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> str:
        return f'{self.physical_id}-{name}'
