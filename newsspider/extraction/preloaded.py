"""To import this makes ready what every page needs: workers forked from a server that has imported it share it.

The trees of the model, the phrases of headings and what libraries load late cost a tenth of a second, which each worker
would pay at its first pages, and again whenever it is renewed. What only odd pages need waits for them.
"""

import gc

from newsspider.extraction.warm import warm_up

gc.disable()  # all of it stays: a collector would walk it again and again, and find nothing
warm_up()
gc.enable()
