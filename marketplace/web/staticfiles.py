"""Static files by content hash: styles in one file, modules that import each other by their hashed names."""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile

STYLE_ENTRY = "css/ui.css"
FOREIGN = ("vendor/", "django_htmx/", "drf_spectacular_sidecar/", "rest_framework/")
_IMPORT = re.compile(r'@import "(?P<name>[\w-]+\.css)" layer\((?P<layer>\w+)\);')


def bundle(entry: str, sources: dict[str, str]) -> str:
    """``entry`` with each ``@import "x.css" layer(y);`` replaced by the text of ``x.css`` in that layer.

    In development the browser follows the imports; a page in production loads one file.
    """
    return _IMPORT.sub(lambda match: f"@layer {match['layer']} {{\n{sources[match['name']]}}}", entry)


class HashedStorage(ManifestStaticFilesStorage):
    """Rewrites our own styles and modules; files from elsewhere are hashed as they came."""

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        """The hashed address. Each page asks for the same few names: they are worked out once."""
        path = name or ""
        if force:
            return super().url(path, force)
        if path not in self._addresses:
            self._addresses[path] = super().url(path)
        return self._addresses[path]

    def url_converter(self, name: str, hashed_files: dict[str, str], template: str | None = None) -> Any:
        """Leave alone what we did not write: minified bundles name files that they do not ship."""
        if name.startswith(FOREIGN):
            return lambda match: match[0]
        return super().url_converter(name, hashed_files, template)

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Put the components into the style entry, then hash as usual."""
        self._addresses.clear()
        if STYLE_ENTRY in paths and not dry_run:
            self._bundle_styles(paths)
        yield from super().post_process(paths, dry_run, **options)

    def _bundle_styles(self, paths: dict[str, Any]) -> None:
        folder = STYLE_ENTRY.rsplit("/", 1)[0] + "/"
        texts = {}
        for path, (storage, original) in paths.items():
            if path.startswith(folder):
                with storage.open(original) as file:
                    texts[path.removeprefix(folder)] = file.read().decode()
        styles = bundle(texts[STYLE_ENTRY.removeprefix(folder)], texts)
        self.delete(STYLE_ENTRY)
        self.save(STYLE_ENTRY, ContentFile(styles.encode()))
        paths[STYLE_ENTRY] = (self, STYLE_ENTRY)
