"""CTranslate2, whose program a layer may carry packed."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from williams_recording.program import unpacked

_PROGRAM: Final = "ctranslate2._ext"


def ctranslate2() -> Any:
    """Return the library, after its program was unpacked into scratch where a layer has it packed."""
    found = importlib.util.find_spec("ctranslate2")
    if found is not None and found.origin and _PROGRAM not in sys.modules:
        package = Path(found.origin).parent
        packed = next(package.glob("_ext.*.xz"), None)
        if packed is not None:
            _load(_beside_its_libraries(packed))
    import ctranslate2

    return ctranslate2


def _beside_its_libraries(packed: Path) -> Path:
    """Unpack the program to where it finds what it is linked with: in the folder beside its own."""
    libraries = packed.parents[1] / "ctranslate2.libs"
    root = Path(tempfile.gettempdir(), f"ctranslate2-{packed.stem}")
    folder = root / packed.parent.name
    folder.mkdir(parents=True, exist_ok=True)
    beside = root / libraries.name
    if not beside.is_symlink():
        try:
            beside.symlink_to(libraries)
        except FileExistsError:  # by another process
            assert beside.is_symlink()
    return unpacked(packed, folder)


def _load(program: Path) -> None:
    spec = importlib.util.spec_from_file_location(_PROGRAM, program)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules[_PROGRAM] = module
