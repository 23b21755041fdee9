"""Write the minutes of every case anew: `python -m tests.cases`. The difference is the review."""

from pathlib import Path

from foedera.proceedings import case_ids, load_case, minutes, replay

for case_id in case_ids():
    text = minutes(replay(load_case(case_id))) + "\n"
    (Path(__file__).parent / f"{case_id}.txt").write_text(text, encoding="utf-8")
