"""Makes `resources/catalogue/keras.json` from the installed Keras: `python -m desktop_nn.engine.catalogue_generator`.

Signatures, docstrings, saved configs and modules of Keras give nearly everything. What Keras does not say about
itself stands in small tables: `ports`, `aliases`, `choices`, `limits`, `locks`, `links`, `own_words`. Nothing of
the running app imports this package.
"""
