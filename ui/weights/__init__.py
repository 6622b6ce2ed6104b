"""The weights panel: a layer's weights as pictures, numbers and figures, alone or beside another model's."""
