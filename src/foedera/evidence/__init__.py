"""Evidence: what history says of each part of the models, and how well they foretell it.

Data sets are made of the user's originals (one module a part), models are fitted on what came
before a cut-off year (`foedera.evidence.calibrate`) and scored on what came after it
(`foedera.evidence.scoreboard`) against plain baselines. The scoreboard that the package
ships was made so; it can be read without any original.
"""
