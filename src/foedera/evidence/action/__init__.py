"""What organisations did in crises: data, model and forecasts."""
