"""The container of the program's parts."""

from matome_tui.ui.services import Services
from tests.support.hn_server import HNServer
from tests.support.program import Program


async def test_the_connection_is_made_when_it_is_first_needed(
    program: Program, hn: HNServer
) -> None:
    services = program.services()
    made: list[object] = []
    connect = services.connect
    assert connect is not None

    def counted() -> object:
        made.append(connect())
        return made[-1]

    services.connect = counted  # type: ignore[assignment]
    await services.close()
    assert made == []
    assert services.hn is services.hn is made[0]
    await services.close()
    assert len(made) == 1


async def test_offline_there_is_none(program: Program) -> None:
    services: Services = program.services()
    services.connect = None
    assert services.hn is None
    await services.close()
