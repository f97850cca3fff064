"""Service scenarios: what people live today, what they could live tomorrow, and what would show that it works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from codesign.errors import InvalidInput
from codesign.i18n import N_
from codesign.personas import State

MAX_TITLE = 160
MAX_TEXT = 2_000
MAX_DOING = 300
WORST, BEST = -2, 2


class Lane(StrEnum):
    """When a step takes place."""

    TODAY = "today"
    TOMORROW = "tomorrow"


LANE_LABELS: Mapping[str, str] = MappingProxyType({Lane.TODAY: N_("Today"), Lane.TOMORROW: N_("Tomorrow")})
FEELING_LABELS: Mapping[int, str] = MappingProxyType(
    {
        2: N_("relieved, confident"),
        1: N_("rather well"),
        0: N_("neither well nor badly"),
        -1: N_("uneasy"),
        -2: N_("discouraged"),
    }
)


@dataclass(frozen=True, slots=True)
class ScenarioDraft:
    """What the head of the form holds. The prototype has a hypothesis, an indicator and the target that decides."""

    title: str
    persona_ids: tuple[str, ...] = ()
    barriers: tuple[str, ...] = ()
    summary: str = ""
    hypothesis: str = ""
    indicator: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class StepDraft:
    """What the form of a step holds. `feeling` runs from −2 (discouraged) to +2 (relieved)."""

    lane: Lane
    doing: str
    feeling: int = 0
    touchpoint: str | None = None
    barrier: str | None = None
    service_id: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step as it is kept; `version` is the base of the next edit."""

    id: str
    version: str
    scenario_id: str
    position: int
    draft: StepDraft


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario as it is kept, its steps in order."""

    id: str
    version: str
    state: State
    draft: ScenarioDraft
    steps: tuple[Step, ...] = ()

    @property
    def title(self) -> str:
        """The scenario's title."""
        return self.draft.title

    def lane(self, lane: Lane) -> tuple[Step, ...]:
        """Return the steps of one lane, in order."""
        return tuple(step for step in self.steps if step.draft.lane is lane)


def check_feeling(feeling: int) -> None:
    """Refuse a feeling outside the scale.

    Raises:
        InvalidInput: it is not a whole number from −2 to +2.
    """
    if feeling not in FEELING_LABELS:
        raise InvalidInput(N_("A feeling goes from −2 to +2."))
