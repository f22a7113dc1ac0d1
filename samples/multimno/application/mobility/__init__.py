"""Where people are, from the events of a mobile network: nine components, each of which reads what others wrote."""
