"""Research platform for participatory co-design, made for the Pôle communautaire et de santé sociale de Montréal-Nord."""
