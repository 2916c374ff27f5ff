"""The `aftercare` command: the composition root."""

import sys

import typer

from bot.commands.case import erase_patient, ledger, move
from bot.commands.doctor import doctor
from bot.commands.folder import check, init, preview
from bot.commands.papers import packet
from bot.commands.people import enroll_patient
from bot.commands.play import demo, play
from bot.commands.serve import key, migrate_database, run
from bot.commands.story import story
from bot.commands.words import read_words

app = typer.Typer(
    name="aftercare",
    help="Follow-up after surgery, in Telegram: check-ins, unhappy replies, and a named person who takes them up.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # a pretty traceback shows local variables, and those may hold a patient's words
    add_completion=False,
)
app.command()(run)
app.command("migrate")(migrate_database)
app.command()(check)
app.command()(preview)
app.command("enroll")(enroll_patient)
app.command()(ledger)
app.command()(move)
app.command("erase")(erase_patient)
app.command("read")(read_words)
app.command()(packet)
app.command()(doctor)
app.command()(demo)
app.command()(play)
app.command()(story)
app.command()(init)
app.command()(key)


def main() -> None:
    """The entry point of the installed command."""
    app()


if __name__ == "__main__":
    sys.exit(app())
