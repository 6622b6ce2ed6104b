"""The data panel: choosing a set, a first look at it, preprocessing, split, and what feeds which input and output."""
