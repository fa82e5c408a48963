"""How Chinese sounds: whether a name in Latin letters may be one in Chinese."""
