"""Research platform for participatory co-design with people whom services do not reach, in Montréal-Nord."""
