"""What can be wrong with a model of behaviour, said in one sentence."""


class BehaviourError(ValueError):
    """A parameter, a situation or an array of random numbers is at fault."""
