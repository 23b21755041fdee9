"""Alliance commitments called upon in war: data, model and forecasts."""
