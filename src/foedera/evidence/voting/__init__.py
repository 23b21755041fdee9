"""Ballots on armed force between states: data, model and forecasts."""
