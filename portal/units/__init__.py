"""The tree of units and the functions of people in them."""
