"""Draws people who do not exist, part by part, so that nobody's photo is needed to show the product."""
