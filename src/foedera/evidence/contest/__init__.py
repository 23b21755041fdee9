"""Who prevails when forces meet: data, model and forecasts."""
