"""The same matter in two tasks: two notices compared, two levels, duties given twice."""
