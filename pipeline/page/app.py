"""Edge: requests -> pages, from the published copy. The only importer of FastAPI; who may look, the guard says."""

from collections.abc import Callable
from importlib.resources import files

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from pipeline.errors import ParwatchError, QueryError, UsageError
from pipeline.page.render import render
from pipeline.settings import Settings
from pipeline.stages import browsing

SAFE = {
    # Nothing from elsewhere, and no script but ours; Airflow shows the page in a frame of its own.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-cache",
}


def make_app(settings: Callable[[], Settings], guard: Callable[..., object]) -> FastAPI:
    """`guard` is a dependency of FastAPI: it raises for whoever may not look, on every address."""
    app = FastAPI(title="parwatch", dependencies=[Depends(guard)], docs_url=None, redoc_url=None, openapi_url=None)
    _add_ranks(app, settings)
    _add_lists(app, settings)
    _add_files(app)

    @app.exception_handler(ParwatchError)
    def tell(request: Request, error: ParwatchError) -> Response:
        return _page(request, "error", 404 if _is_asked_wrongly(error) else 503, told=str(error))

    return app


def _add_ranks(app: FastAPI, settings: Callable[[], Settings]) -> None:
    @app.get("/")
    def board(request: Request, indicator: str | None = None, period: str | None = None) -> Response:
        return _page(request, "board", board=browsing.board(settings(), indicator or None, period or None))

    @app.get("/province/{entity}")
    def province(request: Request, entity: str) -> Response:
        return _page(request, "province", history=browsing.history(settings(), entity))

    @app.get("/figure/{entity}/{subject}/{period}")
    def figure(request: Request, entity: str, subject: str, period: str) -> Response:
        return _page(request, "figure", claims=browsing.figure(settings(), entity, subject, period))


def _add_lists(app: FastAPI, settings: Callable[[], Settings]) -> None:
    @app.get("/portals")
    def portals(request: Request) -> Response:
        return _page(request, "portals", listing=browsing.portals(settings()))

    @app.get("/pending")
    def pending(request: Request) -> Response:
        return _page(request, "pending", listing=browsing.pending(settings()))

    @app.get("/alerts")
    def alerts(request: Request) -> Response:
        return _page(request, "alerts", listing=browsing.told(settings()))


def _add_files(app: FastAPI) -> None:
    for name, kind in (("page.css", "text/css"), ("page.js", "text/javascript"), ("icon.svg", "image/svg+xml")):
        body = (files("pipeline.page") / name).read_bytes()
        app.add_api_route(f"/{name}", lambda body=body, kind=kind: Response(body, media_type=kind, headers=SAFE))


def _is_asked_wrongly(error: ParwatchError) -> bool:
    return isinstance(error, UsageError) and not isinstance(error, QueryError)


def _page(request: Request, template: str, status: int = 200, **given: object) -> Response:
    root = str(request.scope.get("root_path", "")).rstrip("/")
    return HTMLResponse(render(template, root, **given), status_code=status, headers=SAFE)
