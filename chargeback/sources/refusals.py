"""Why a provider's answer cannot be used."""


class SourceError(Exception):
    """Nothing usable came from the provider. The message is what happened and what to do, for people.

    `code` is the provider's own word for it, where it has one. `may_pass` says whether the same question can succeed
    later without anybody changing anything.
    """

    def __init__(self, sentence: str, what_to_do: str = "", *, code: str = "", may_pass: bool = False) -> None:
        super().__init__(f"{sentence} {what_to_do}".strip())
        self.sentence = sentence
        self.what_to_do = what_to_do
        self.code = code
        self.may_pass = may_pass


def refused(what: str) -> SourceError:
    """The provider answered, but not as it documents: nothing of the pull is taken."""
    sentence = f"Cost Explorer's answer was refused, the old data is kept: {what}."
    return SourceError(sentence, "Try again later.", code="BadAnswer", may_pass=True)
