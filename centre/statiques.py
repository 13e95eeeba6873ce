"""Static files of production: hashed names, also inside our modules that import each other."""

from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

_LES_NOTRES = "js/*.js"


class FichiersEmpreints(CompressedManifestStaticFilesStorage):
    """Rewrites ``import … from "./autre.js"``, since only the hashed files are kept.

    In our folder alone: a package ships scripts whose comments look like imports.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (
            _LES_NOTRES,
            CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
        ),
    )
