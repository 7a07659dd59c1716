"""Reading a record in order to change it: nobody else changes it until the transaction ends."""

from carteira.accounts.models import Role, Team, Token, User


def held_user(user_id: int) -> User | None:
    """The person of that number, or None."""
    return User.objects.select_for_update().filter(pk=user_id).first()


def held_team(team_id: int) -> Team | None:
    """The team of that number, or None."""
    return Team.objects.select_for_update().filter(pk=team_id).first()


def held_role(code: str) -> Role | None:
    """The role of that code, or None."""
    return Role.objects.select_for_update().filter(code=code).first()


def held_token(token_id: int) -> Token | None:
    """The token of that number that is not revoked, or None."""
    return Token.objects.select_for_update().filter(pk=token_id, revoked_at=None).first()
