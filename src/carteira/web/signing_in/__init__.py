"""How people prove who they are: password, second step, passkey, single sign-on; and what they set for themselves."""
