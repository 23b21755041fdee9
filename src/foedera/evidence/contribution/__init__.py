"""Who comes to the help of the attacked: data, model and forecasts."""
