"""What can be done with people, teams, roles and tokens: one transaction each, told to the audit trail."""
