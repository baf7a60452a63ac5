"""How answers look: the one table type and every format it is printed in."""
