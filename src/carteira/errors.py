"""The one root of every error that a person may see."""


class CarteiraError(Exception):
    """A refusal: what happened (`code`, with `arguments`) and what to do (`hint`). A refusal changes nothing.

    `code` names a message in `carteira.messages`; the doors make the sentence in the user's language. `hint` is the
    code of the advice, and both take the same `arguments`.
    """

    def __init__(self, code: str, hint: str = "", **arguments: object) -> None:
        super().__init__(code)
        self.code = code
        self.hint = hint
        self.arguments = arguments

    def __str__(self) -> str:
        from carteira.messages import sentence

        return sentence(self)
