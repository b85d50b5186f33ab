"""What is measured, beside what, and how. `python -m bench` prints one line per measure: name, ratio, goal."""
