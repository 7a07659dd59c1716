"""Who may see and do what? Users, teams, roles, tokens, audit and the ownership rule."""
