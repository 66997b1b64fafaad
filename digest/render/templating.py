"""The templates: the user's folder first, then the ones that ship, one by one.

A user's `templates/page.html` replaces the shipped one, or changes parts of it:
`{% extends "bundled/page.html" %}`. Templates run in jinja2's sandbox and see the `Issue` (see `issue`)
and the filters below. In `.html`, `.mjml`, `.xml` and `.svg` everything is escaped; in `.md` and `.txt`
nothing is, so there text goes through `escape_markdown` or stands as it is.

`Templates.traced` are the same templates, which say on every element where they wrote it (see `tracing`).
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from digest import bundled, markup, messages
from digest.errors import TemplateError
from digest.messages import Messages
from digest.render import cells, columns, marks, palette, prose, tracing, wording

BUNDLED = "bundled"
"""Prefix under which a user's template reaches the shipped one of the same name."""

_MARKUP = (".html", ".mjml", ".xml", ".svg")
_SHEET = "email.css"
# What a faulty expression can raise besides jinja2's own errors: {{ 1 + "a" }}, {{ 1 / 0 }}, {{ [][3] }}; and
# what python-markdown and the parsers below it raise where they meet what they never expected.
_FAULTS = (
    jinja2.TemplateError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)


class Templates:
    """All templates of one publication, compiled once and read again when their file changes.

    Attributes:
        user_folder: the user's own templates; need not exist.
        is_traced: their output says where each element stands.
    """

    def __init__(self, user_folder: Path | None = None, *, is_traced: bool = False) -> None:
        self.user_folder, self.is_traced = user_folder, is_traced
        self._shipped = bundled.path("templates")
        self._environment = _environment(user_folder, self._shipped, is_traced=is_traced)

    @classmethod
    def of(cls, user_folder: Path) -> Templates:
        """The templates as they lie there now: the same ones until a file comes, goes or changes."""
        return _compiled(user_folder, _state_of(user_folder), _state_of(bundled.path("templates")))

    @cached_property
    def traced(self) -> Templates:
        """The same templates, with `data-at="email.mjml:52"` on every element that they write."""
        return self if self.is_traced else Templates(self.user_folder, is_traced=True)

    def messages(self, language: str) -> Messages:
        """The words of `language`: the user's own where their folder has any, else those that ship.

        Raises:
            TemplateError: a file of the user's has a fault.
        """
        return messages.of(language, self.user_folder)

    def render(self, name: str, /, **context: object) -> str:
        """The template `name` with `context`.

        Raises:
            TemplateError: it has a fault, uses an unknown name or is missing; the subject is file:line.
        """
        try:
            return self._environment.get_template(name).render(**context)
        except _FAULTS as error:
            raise self._explained(error, name) from error

    def source(self, name: str) -> str:
        """The text of a template as it lies in its folder, not rendered.

        Raises:
            TemplateError: it is missing.
        """
        try:
            return (self._environment.loader or jinja2.DictLoader({})).get_source(self._environment, name)[0]
        except _FAULTS as error:
            raise self._explained(error, name) from error

    def _explained(self, error: Exception, name: str) -> TemplateError:
        file, line = self._place(error)
        subject = f"{self._shown(file)}:{line}" if file else f"templates/{name}"
        return TemplateError(subject, _problem(error), self._remedy(error, file))

    def _place(self, error: Exception) -> tuple[Path | None, int]:
        """The last template line that the error went through."""
        if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
            return Path(error.filename), error.lineno
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            file = Path(frame.filename)
            if any(folder in file.parents for folder in self._folders):
                return file, frame.lineno or 1
        return None, 0

    @property
    def _folders(self) -> tuple[Path, ...]:
        return (self.user_folder, self._shipped) if self.user_folder else (self._shipped,)

    def _shown(self, file: Path) -> str:
        inside = next((folder for folder in self._folders if folder in file.parents), None)
        return f"{inside.name}/{file.relative_to(inside).as_posix()}" if inside else file.name

    def _remedy(self, error: Exception, file: Path | None) -> str:
        if isinstance(error, jinja2.TemplateNotFound):
            return f'a shipped template is reached as "{BUNDLED}/…", your own by its name alone'
        if file and self.user_folder and self.user_folder in file.parents:
            return "mend it, or delete the file to have the shipped template again"
        return "this template ships with the program: please report it"


@lru_cache(maxsize=8)
def _compiled(user_folder: Path, _own: object, _shipped: object) -> Templates:
    return Templates(user_folder)


def _state_of(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Every file below `folder` with its time and size."""
    found = []
    for within, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                status = os.stat(os.path.join(within, name))  # noqa: PTH116, PTH118 - at every render
                found.append((os.path.join(within, name), status.st_mtime_ns, status.st_size))  # noqa: PTH118
    return tuple(sorted(found))


def _problem(error: Exception) -> str:
    if isinstance(error, jinja2.TemplatesNotFound | jinja2.TemplateNotFound):
        return f'there is no template "{error.name}"'
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"not understood: {error.message}"
    if isinstance(error, jinja2.UndefinedError):
        return f"an unknown name: {error.message}"
    return f"failed with {type(error).__name__}: {error}"


class _Own(jinja2.FileSystemLoader):
    """The user's templates. What lies there under a template's name and is none is told, not passed over."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._folder = folder

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        remedy = "mend it, or take it away to have the shipped template again"
        subject = f"{self._folder.name}/{template}"
        try:
            return super().get_source(environment, template)
        except jinja2.TemplateNotFound:
            if template and (self._folder / template).is_dir():
                raise TemplateError(subject, "is a folder and no template", remedy) from None
            raise
        except UnicodeDecodeError as error:
            raise TemplateError(subject, "is not text in UTF-8", "save it in that encoding") from error
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise TemplateError(subject, f"cannot be read: {reason}", remedy) from error


class _Traced(jinja2.BaseLoader):
    """What `loader` finds, each start tag and each line of the mail's style sheet with its place."""

    def __init__(self, loader: jinja2.BaseLoader) -> None:
        self._loader = loader

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, file, is_current = self._loader.get_source(environment, template)
        if template.endswith(_MARKUP):
            source = tracing.marked(source, template)
        elif template.rpartition("/")[2] == _SHEET:
            source = tracing.sheet_marked(source, template)
        return source, file, is_current


def _environment(user_folder: Path | None, shipped: Path, *, is_traced: bool) -> jinja2.Environment:
    own = [_Own(user_folder)] if user_folder else []
    bundle = jinja2.FileSystemLoader(shipped)
    loader = jinja2.ChoiceLoader([*own, bundle, jinja2.PrefixLoader({BUNDLED: bundle})])
    environment = ImmutableSandboxedEnvironment(
        loader=_Traced(loader) if is_traced else loader,
        autoescape=lambda name: name is None or name.endswith(_MARKUP),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        cache_size=100,
    )
    environment.filters.update(
        prose=prose.html,
        prose_markdown=wording.markdown,
        prose_plain=wording.plain,
        escape_markdown=markup.escape,
        link_markdown=marks.link,
        wrapped=wording.wrapped,
        beside=columns.beside,
        chart=columns.chart,
        compared=columns.compared,
        whole=cells.whole,
    )
    environment.globals.update(light=palette.LIGHT, dark=palette.DARK)
    return environment
