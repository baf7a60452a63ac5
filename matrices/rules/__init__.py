"""`zeren check`: the rules, their register, asking them, the findings, safe repairs."""
