"""Static files by content hash: styles in one file, modules that import each other by their hashed names."""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles.storage import HashedFilesMixin, ManifestStaticFilesStorage
from django.core.files.base import ContentFile

STYLE_ENTRY = "css/ui.css"
_IMPORT = re.compile(r'@import "(?P<name>[\w-]+\.css)" layer\((?P<layer>\w+)\);')


def bundle(entry: str, sources: dict[str, str]) -> str:
    """``entry`` with each ``@import "x.css" layer(y);`` replaced by the text of ``x.css`` in that layer.

    In development the browser follows the imports; a page in production loads one file.
    """
    return _IMPORT.sub(lambda match: f"@layer {match['layer']} {{\n{sources[match['name']]}}}", entry)


class HashedStorage(ManifestStaticFilesStorage):
    """Rewrites only our own styles and modules; vendored files are hashed as they are."""

    support_js_module_import_aggregation = True
    patterns = (("css/*.css", HashedFilesMixin.patterns[0][1]),)
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        HashedFilesMixin._js_module_import_aggregation_patterns[1],  # type: ignore[attr-defined]  # the stubs omit it
    )

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Put the components into the style entry, then hash as usual."""
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
