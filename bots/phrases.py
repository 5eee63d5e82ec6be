"""Every text a person reads in the chat: plain, warm, short; one function for each phrase that has parts."""

from collections.abc import Sequence
from typing import Final

from bots.counting import count_credits, count_photos, tell_day, tell_time
from bots.languages import mark, say
from core.domain.generations import PICTURES
from core.domain.photos import MAX_SELFIES, MIN_SELFIES, SENTENCES, PhotoProblem
from core.domain.styles import Style

RANGE: Final = f"{MIN_SELFIES}-{MAX_SELFIES}"
LISTED_REFUSALS: Final = 5  # more than a phone shows at a glance
FULL_BLOCK, EMPTY_BLOCK = "▓", "░"

FULL_STAR, EMPTY_STAR = "★", "☆"

AGREE: Final = mark("I agree")
DECLINE: Final = mark("No thanks")
CONTINUE: Final = mark("Continue")
CHANGE_STYLE: Final = mark("Change style")
CANCEL: Final = mark("Cancel")
CHECK_AGAIN: Final = mark("Check again")
TRY_AGAIN: Final = mark("Try again")
REDO: Final = mark("Redo")
NEW_HEADSHOTS: Final = mark("New headshots")
DELETE_ALL: Final = mark("Yes, delete everything")
KEEP_DATA: Final = mark("Keep my data")


def name_generate(cost: int) -> str:
    """The label of the confirm button."""
    return say("Generate ({credits})").format(credits=count_credits(cost))


STYLES: Final = {
    Style.PROFESSIONAL: "Professional",
    Style.CASUAL: "Casual",
    Style.CREATIVE: "Creative",
    Style.LINKEDIN: "LinkedIn",
}


SORRY: Final = mark(
    "Something went wrong on my side with that. Please try again: nothing was charged for it."
)


def refusal(sentence: str, mend: str) -> str:
    """A typed refusal as one short paragraph."""
    return f"{say(sentence)} {say(mend)}".strip()


HOW_TO_JOIN: Final = mark(
    "Hello! I make headshots for teams. To begin, send /start followed by the invite code from your team's "
    "admin; on Telegram you can also open the invite link. Nothing you send before that is kept."
)
NOT_KEPT: Final = mark("I did not keep what you sent: please answer this first, then send it again.")
DECLINED: Final = mark("That is fine. I keep no photos of you. Send /start if you change your mind.")
ALREADY_AGREED: Final = mark("You have agreed already.")


def welcome_back(team: str) -> str:
    """Somebody who belongs to the team opens the chat again."""
    return say("You are in {team}. Good to see you.").format(team=team)


GOOD_TO_HAVE_YOU_BACK: Final = mark("Good to have you back. What was made meanwhile is under /results.")


def consent(name: str, team: str, days: int) -> str:
    """What is done with the photos, asked once before the first one."""
    return say(
        "Welcome to {team}, {name}!\n\n"
        "I make headshots of you from {range} selfies. Before you send any:\n"
        "• Your photos are used for your headshots only, and for nothing else.\n"
        "• They are kept by your team's own Closeup and worked on by the picture generator it uses.\n"
        "• Photos and headshots are deleted after {days} days. Admins of {team} can see your headshots.\n"
        "• /delete_my_data deletes everything at any time. /privacy says more.\n\n"
        "Is that all right with you?"
    ).format(team=team, name=name, days=days, range=RANGE)


def also_in_team(team: str) -> str:
    """The person joined one more team."""
    return say("You are in {team} now. /team switches between your teams.").format(team=team)


def seat(team: str, credits_: int, *, is_here: bool) -> str:
    """One line of the list of teams."""
    here = " " + say("(you are here)") if is_here else ""
    return f"{team}: {count_credits(credits_)}{here}"


def which_team(seats: str) -> str:
    """The answer to /team."""
    return say("Your teams:\n{seats}\n\nWhich team are your next headshots for?").format(seats=seats)


def only_team(seats: str) -> str:
    """The answer to /team of who is in one."""
    return f"{seats}\n\n" + say("To join another team, open its invite link, or send /start and its code.")


def link_code(code: str, minutes: int) -> str:
    """The answer to /link."""
    told = say(
        "To use one balance and one history on your other platform too, send this code to me there. "
        "It works once, within {minutes} minutes."
    )
    return f"{code}\n\n" + told.format(minutes=minutes)


LINKED: Final = mark("Done: your two chats are one person now, with one balance and one history.")


def ask_photos() -> str:
    """The prompt that begins a new set."""
    return say(
        "Send me {range} photos of yourself, in as many messages as you like.\n\n"
        "They work best when only you are in them, your face is sharp and well lit, "
        "and the places and days differ. Sending them as files keeps full quality."
    ).format(range=RANGE)


SET_FULL: Final = mark("14 photos are the most I can use. I left out what came after.")
SET_ASIDE: Final = mark("This set was cancelled.")
STILL_HELD: Final = mark("Here is where we are. /new starts over.")


def status(taken: int, checking: int, refused: Sequence[tuple[int, PhotoProblem]]) -> str:
    """The first line of the status message: how many are ready, in work and to be replaced."""
    parts = [say("{taken} of {range} photos ready").format(taken=taken, range=RANGE)]
    if checking:
        parts.append(say("{n} being checked").format(n=checking))
    if refused:
        parts.append(say("{n} to replace").format(n=len(refused)))
    return ", ".join(parts) + (":" if refused else ".")


def list_refused(refused: Sequence[tuple[int, PhotoProblem]]) -> list[str]:
    """One line for each refused photo, the newest few only."""
    lines = [tell_problem(number, problem) for number, problem in refused[-LISTED_REFUSALS:]]
    hidden = len(refused) - len(lines)
    return [say("... and {n} before these.").format(n=hidden), *lines] if hidden else lines


def tell_problem(number: int, problem: PhotoProblem) -> str:
    """What is wrong with photo `number`, and the mend."""
    reason, mend = SENTENCES[problem]
    return f"#{number} {say(reason)}. {say(mend)}"


def remove(number: int) -> str:
    """The button under a refused photo."""
    return say("Remove #{n}").format(n=number)


def no_such_photo(number: int) -> str:
    """The photo to remove is not there."""
    return say("There is no photo #{n} in your set.").format(n=number)


def left_out(photos: int) -> str:
    """How many came after the set was full."""
    return say("The set is full: {photos} left out.").format(photos=count_photos(photos))


def next_step(missing: int, room: int) -> str:
    """What the member can do now that nothing is being checked."""
    if missing:
        return say("Send {n} more.").format(n=missing)
    if room:
        return say("Pick a style, or send up to {n} more.").format(n=room)
    return say("Pick a style.")


def in_use(photos: int, style: Style) -> str:
    """What the status message becomes when the set is on its way."""
    told = say("{photos} in use for your {style} headshots.")
    return told.format(photos=count_photos(photos), style=STYLES[style])


WAITS_FOR_NEXT: Final = mark("These are for your next set; the one before is still being made.")
OTHER_THINGS: Final = mark("I can only use photos. Send 6-14 of yourself, or /help to see what I can do.")

SAMPLES: Final = mark("The four styles, on a drawn face: Professional, Casual, Creative, LinkedIn.")
ASK_STYLE: Final = mark(
    "Which style would you like?\n\n"
    "Professional: suit colours, studio grey.\n"
    "Casual: warm daylight, relaxed.\n"
    "Creative: bold colour and mood.\n"
    "LinkedIn: bright, close and friendly."
)


def too_few(missing: int) -> str:
    """Continue or a style was tapped too early."""
    told = say("{photos} missing. Send {n} more first.")
    return told.format(photos=count_photos(missing), n=missing)


def still_checking(photos: int) -> str:
    """Generate was tapped while photos are being judged."""
    return say("I am still checking {photos}. One moment.").format(photos=count_photos(photos))


def confirm(style: Style, photos: int, cost: int, balance: int, seconds: int | None) -> str:
    """The last question before anything is charged."""
    told = say(
        "{style}, from {photos}.\n"
        "This uses {credits}: your balance goes {before} → {after}.\n"
        "{time}If anything goes wrong, the credit comes back."
    )
    return told.format(
        style=STYLES[style],
        photos=count_photos(photos),
        credits=count_credits(cost),
        before=balance,
        after=balance - cost,
        time=tell_time(seconds),
    )


def not_enough(cost: int, balance: int) -> str:
    """No credit, said before anything is charged."""
    return say(
        "This needs {credits} and you have {balance}. Nothing was charged.\n"
        'Ask your team\'s admin for credits, then tap "{check}". Your photos stay here.'
    ).format(credits=count_credits(cost), balance=balance, check=say(CHECK_AGAIN))


FINISH_FIRST: Final = mark("You have a set in hand. Finish it first, or /cancel.")
OLD_BUTTON: Final = mark("That button is out of date.")
ALREADY_ON_IT: Final = mark("Already on it.")
ONE_AT_A_TIME: Final = mark("One set is still being made. Tap again when it is done.")


def queued(style: Style, balance: int, seconds: int | None) -> str:
    """The credit is held and the work waits for its turn."""
    told = say("Your {style} headshots are next in line. {time}You have {credits} left.")
    return told.format(style=STYLES[style], time=tell_time(seconds), credits=count_credits(balance))


def progress(done: int, total: int) -> str:
    """A bar of as many blocks as there are pictures."""
    told = say("Making your headshots: {done} of {total}").format(done=done, total=total)
    return f"{told}\n{FULL_BLOCK * done}{EMPTY_BLOCK * (total - done)}"


def done(style: Style, pictures: int) -> str:
    """What the progress message becomes in the end."""
    told = say("Done: {n} {style} headshots.").format(n=pictures, style=STYLES[style])
    if pictures >= PICTURES:
        return told
    short = say("{missing} of {total} pictures could not be made.")
    return f"{told} {short.format(missing=PICTURES - pictures, total=PICTURES)}"


def caption(style: Style) -> str:
    """Under the album."""
    return say("Your {style} headshots").format(style=STYLES[style])


FULL_QUALITY: Final = mark("The same in full quality, to keep")


def star(n: int, *, is_chosen: bool) -> str:
    """The button that makes picture `n` the favourite, full when it is."""
    return f"{FULL_STAR if is_chosen else EMPTY_STAR} {n}"


def left_over(balance: int, favourite: int | None) -> str:
    """After the pictures: what is left, and what the stars are for or say."""
    told = say("You have {credits} left.").format(credits=count_credits(balance))
    return f"{told}\n{your_favourite(favourite) if favourite else say('Tap a star to mark your favourite.')}"


def your_favourite(n: int) -> str:
    """Which picture of a set was starred."""
    return say("Your favourite: number {n}").format(n=n)


def failed(reason: str, balance: int) -> str:
    """It could not be done; the credit is back."""
    told = say("Sorry, that did not work. {reason} Your credit is back (balance {balance}).")
    return told.format(reason=say(reason), balance=balance)


STOPPING: Final = mark("Stopping...")


def canceled(balance: int) -> str:
    """It was stopped; the credit is back."""
    return say("Stopped. Your credit is back (balance {balance}).").format(balance=balance)


SHORT_HELP: Final = mark("Send me 6-14 photos of yourself to begin, or /help to see what I can do.")
NOTHING_UNDER_WAY: Final = mark("Nothing is under way. Send photos or /new to begin.")
NOTHING_TO_CANCEL: Final = mark("There is nothing to cancel.")
NOTHING_CHARGED: Final = mark("Cancelled. Nothing was charged.")
ALSO_RUNNING: Final = mark("The set before is still being made; /cancel again stops that one.")
NO_RESULTS: Final = mark("You have no headshots yet. Send photos or /new to begin.")
NOT_FOR_YOU: Final = mark("The console is for your team's admins.")


def unknown_command(command: str) -> str:
    """A command that does not exist."""
    return say('I don\'t know "{command}". /help shows what I can do.').format(command=command[:32])


def balance(credits_: int, cost: int) -> str:
    """The answer to /balance."""
    told = say("You have {credits}. One set of four headshots uses {cost}.")
    more = " " + say("Ask your team's admin for more.") if credits_ < cost else ""
    return told.format(credits=count_credits(credits_), cost=count_credits(cost)) + more


def earlier(style: Style, made_on: str, favourite: int | None) -> str:
    """Under an earlier album."""
    starred = f"\n{your_favourite(favourite)}" if favourite else ""
    return f"{STYLES[style]}, {tell_day(made_on)}{starred}"


def redo_set(style: Style, made_on: str) -> str:
    """The button that makes an earlier set once more."""
    return say("Redo {style}, {day}").format(style=STYLES[style], day=tell_day(made_on))


REDO_WHICH: Final = mark("Redo makes another set from the same photos; it uses a credit and asks first.")


def privacy(days: int) -> str:
    """The answer to /privacy."""
    return say(
        "Your photos are used only to make your headshots. They are kept by your team's own Closeup, "
        "with the place they were taken and other hidden details removed. When your team uses an outside "
        "picture generator, the photos go there to be worked on and the copies are deleted there too.\n\n"
        "Photos and headshots are deleted after {days} days. /delete_my_data deletes them at once."
    ).format(days=days)


CONFIRM_DELETION: Final = mark(
    "This deletes your photos, your headshots and your link to the team for good, "
    "and stops what is under way. Credits you have not used go back to your team. The headshots in this chat go "
    "too: save those you want to keep first. Really delete everything?"
)
DATA_KEPT: Final = mark("Nothing was deleted.")


def deleted(receipt: str) -> str:
    """Everything personal is gone."""
    kept = " " + say("Your receipt is {receipt}.").format(receipt=receipt) if receipt else ""
    return say(
        "Your data is deleted.{receipt} I am also removing what I posted in this chat; on Telegram, messages "
        "older than two days stay, because a bot may not remove them. What you sent here yourself stays until "
        "you delete it. To come back, ask your admin for a new invite."
    ).format(receipt=kept)


def console_code(code: str, minutes: int) -> str:
    """The answer to /console."""
    told = say("Your sign-in code for the console. It works once, within {minutes} minutes.")
    return f"{code}\n\n" + told.format(minutes=minutes)


WHICH_LANGUAGE: Final = "Which language? / Welche Sprache?"
LANGUAGE_CHOSEN: Final = mark("I speak English with you now.")
