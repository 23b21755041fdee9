"""What can be wrong with a simulation that is asked for."""


class SimulationError(ValueError):
    """A charter, crisis or number does not fit; the message is one sentence."""
