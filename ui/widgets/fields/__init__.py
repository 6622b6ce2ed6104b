"""Input fields for catalogue parameters, one field type a module; `factory` picks the one for a parameter."""
