"""How good the model is on held-out data: figures, confusion or predicted against true, the worst answers."""
