"""Charts: pictures of numbers in the portal's own look, each standing with its table.

`chart.chart` says what is shown, `drawing.draw` makes an SVG of it with pygal, `answering` serves
it from a route of whoever shows it: that route asks for what the page asks for.
"""
