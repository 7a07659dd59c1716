"""Charts as documents: a module turns figures into a Vega-Lite specification, the same in a page and in a notebook."""
