"""Stories with a real mouse on a real X display; `bash tests/screen/run` starts one and runs them."""
