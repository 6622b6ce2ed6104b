"""Makes `resources/catalogue/keras.json` from the installed Keras: `python -m desktop_nn.engine.catalogue_generator`.

What Keras does not say about itself (ports, aliases, choices, what is locked) stands in the small tables of
`ports.py`, `aliases.py`, `choices.py`, `locks.py`. Nothing of the running app imports this package.
"""
