"""The one door to joblib: many runs of one function, on one core, on all of them, or on a Dask cluster.

Where they run is a setting of the machine, never of the caller: results are the same and in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import TypeVar

from codesign.errors import InvalidInput
from codesign.i18n import N_

T = TypeVar("T")
CORES = "cores"


@contextmanager
def running_on(where: str) -> Iterator[None]:
    """Let `spread` run on one core (empty), on all of this machine (`cores`), or on a Dask scheduler (its address).

    Raises:
        InvalidInput: a Dask address, and Dask is not installed.
    """
    from joblib import parallel_config  # noqa: PLC0415 - a tenth of a second, only for work that spreads

    with ExitStack() as stack:
        if where == CORES:
            stack.enter_context(parallel_config(backend="loky", n_jobs=-1))
        elif where:
            try:
                from distributed import Client  # noqa: PLC0415 - optional: few machines have a cluster
            except ImportError as error:
                raise InvalidInput(N_("To work on a cluster, install dask and distributed on this machine.")) from error
            stack.enter_context(Client(where))  # type: ignore[no-untyped-call]  # the library is half typed
            stack.enter_context(parallel_config(backend="dask"))
        yield


def spread(work: Callable[..., T], calls: Iterable[tuple[object, ...]]) -> Iterator[T]:
    """Yield `work(*call)` for each call, in order, as they come; what is left is dropped when the caller stops."""
    from joblib import Parallel, delayed  # noqa: PLC0415 - as above

    with closing(Parallel(return_as="generator")(delayed(work)(*call) for call in calls)) as results:
        yield from results
