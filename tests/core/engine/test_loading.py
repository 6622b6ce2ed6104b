"""Loading Keras: once, from any thread, quietly, and without leaving the collector off."""

from __future__ import annotations

import subprocess
import sys
import textwrap


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False)


def test_that_keras_loads_once_from_several_threads_and_says_nothing() -> None:
    result = run("""
        import gc, os, sys, threading
        from desktop_nn.engine import loading
        assert not loading.loaded()
        threads = [threading.Thread(target=loading.load) for _ in range(3)]
        for thread in threads: thread.start()
        os.write(2, b"a word of another thread\\n")
        for thread in threads: thread.join()
        assert loading.loaded() and gc.isenabled()
        assert loading.load_keras().backend.backend() == "tensorflow"
        assert os.environ["HDF5_PLUGIN_PATH"] == "disable"
        gc.disable()
        loading.load()
        assert not gc.isenabled()
        print(sorted(loading.versions()))
    """)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "['keras', 'numpy', 'python', 'tensorflow', 'threads']"
    assert result.stderr == "a word of another thread\n"


def test_that_the_collector_comes_back_when_loading_fails() -> None:
    result = run("""
        import gc, sys
        sys.modules["tensorflow"] = None
        sys.modules["keras"] = None
        from desktop_nn.engine import loading
        try:
            loading.load()
        except ImportError:
            assert gc.isenabled() and not loading.loaded()
            print("refused")
    """)
    assert (result.stdout, result.returncode) == ("refused\n", 0), result.stderr


def test_that_importing_the_engine_loads_no_keras() -> None:
    result = run("""
        import sys
        import desktop_nn.engine.build, desktop_nn.engine.shapes, desktop_nn.engine.instantiate
        print([name for name in ("tensorflow", "keras", "h5py", "sklearn", "pandas") if name in sys.modules])
    """)
    assert result.stdout == "[]\n", result.stderr
