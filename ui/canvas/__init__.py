"""The drawing on the screen: view, scene, node and link items, minimap; `gestures/` holds one mouse gesture a file."""
