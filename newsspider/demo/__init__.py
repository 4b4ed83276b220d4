"""An embedded news site on loopback: three themes, all texts invented, what was written known to the letter.

`newsspider.demo.server.DemoServer` is the way in.
"""
