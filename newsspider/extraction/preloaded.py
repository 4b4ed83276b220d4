"""To import this makes ready what every page needs: workers forked from a server that has imported it share it.

The trees of the model, the phrases and the stop words of a hundred languages cost a fifth of a second, which each
worker would pay at its first pages, and again whenever it is renewed.
"""

from newsspider.extraction.warm import warm_up

warm_up()
