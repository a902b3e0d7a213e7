#!/usr/bin/env python3
"""What a replay of the real course history has to find, computed from the CSV files alone.

    python3 test/real/oulad/expected.py [DATA FOLDER] [--write]

Independent of Sopwith: standard library only, no code, table or query shared with it. It follows the rules as they
are written down (language of the playbooks, `metrics.yaml` and the playbooks of this folder), not as they are programmed:

* every event carries a date, every contract begins and ends at a date, all in the account's zone (Europe/London), so
  that whole days of that zone are enough to count with;
* a period is closed when it is over; a sweep at 08:00 sees the day that ended at midnight and the week that ended on
  the last Monday at midnight;
* the term in force is the one that began last of those that have begun and not ended;
* an event names the term it belongs to; a learner who registers for the next term early does so for that term;
* a seat is open when the last event of its contact in that term, up to the end of the period, is `seat_opened`; on the
  same day an opening comes before a closing, because nobody closes what is not open;
* a dated start fires once per contract date, on its day at 08:00, if its condition is true then;
* a condition that becomes true opens an episode; false ends it; unknown changes nothing. The first answer counts as
  becoming true.
"""
import csv
import json
import os
import sys
from collections import defaultdict
from datetime import date, timedelta

FIRST, LAST = date(2013, 10, 1), date(2014, 2, 28)
PROBES = {
    "accounts": ["aaa-london-region", "bbb-scotland", "fff-wales"],
    "dates": ["2013-10-22", "2013-12-31", "2014-02-24"],
}
HERE = os.path.dirname(os.path.abspath(__file__))
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
TOLERANCE = 1e-9


def rows(folder, name):
    with open(os.path.join(folder, name), newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


class Book:
    def __init__(self, folder):
        self.accounts = sorted(row["account_id"] for row in rows(folder, "accounts.csv"))
        self.terms = defaultdict(list)
        for row in rows(folder, "subscriptions.csv"):
            term = (date.fromisoformat(row["start_date"]), date.fromisoformat(row["end_date"]), row["product"], int(row["seats"]))
            self.terms[row["account_id"]].append(term)
        self.seat_events = defaultdict(list)
        self.submitted = defaultdict(list)
        self.events = 0
        for row in rows(folder, "events.csv"):
            self.events += 1
            day = date.fromisoformat(row["occurred_at"])
            if row["event"] == "assignment_submitted":
                self.submitted[row["account_id"]].append((day, row["contact_id"], row["term"]))
            else:
                self.seat_events[row["account_id"], row["term"]].append((day, row["contact_id"], row["event"]))

    def term_in_force(self, account, at):
        """At midnight of a date."""
        running = [term for term in self.terms[account] if term[0] <= at < term[1]]
        return max(running) if running else None

    def seats_opened(self, account, term, until):
        """Contacts whose last seat event of the term before midnight of `until` is an opening."""
        last = {}
        for day, contact, event in self.seat_events[account, term[2]]:
            if day < until:
                last[contact] = max(last.get(contact, (date.min, False)), (day, event == "seat_closed"))
        return sum(not is_closed for _, is_closed in last.values())

    def activation_rate(self, account, until):
        """Of the day that ended at midnight of `until`."""
        term = self.term_in_force(account, until)
        return None if term is None else self.seats_opened(account, term, until) / term[3]

    def key_behaviour_rate(self, account, until):
        term = self.term_in_force(account, until)
        if term is None:
            return None
        return len({contact for day, contact, name in self.submitted[account] if name == term[2] and day < until}) / term[3]

    def active_learners(self, account, monday):
        """Of the week that ended at midnight of that Monday."""
        return len({contact for day, contact, _ in self.submitted[account] if monday - WEEK <= day < monday})


def less(left, right):
    return None if left is None else left < right - TOLERANCE


def at_least(left, right):
    return None if left is None else left >= right - TOLERANCE


def all_of(*answers):
    if False in answers:
        return False
    return None if None in answers else True


def drop(before, after):
    return None if before == 0 else (before - after) / before


def dated(book, anchor, days, condition):
    """Account -> contract dates whose due day lies in the window and whose condition is true on it."""
    found = {}
    for account in book.accounts:
        dates = sorted({anchor(term) for term in book.terms[account]})
        hits = [d for d in dates if FIRST <= d + days <= LAST and condition(account, d + days) is True]
        if hits:
            found[account] = [d.isoformat() for d in hits]
    return found


def edges(book, condition):
    """Account -> days on which the condition became true, asked every day of the window at 08:00."""
    found = {}
    for account in book.accounts:
        is_open = False
        day = FIRST
        while day <= LAST:
            answer = condition(account, day)
            if answer is True and not is_open:
                found.setdefault(account, []).append(day.isoformat())
            if answer is not None:
                is_open = answer
            day += DAY
    return found


def went_quiet(book):
    """wow_drop(active_learners) >= 50% for 2 weeks, and active_rate < 5%."""
    weekly = {}

    def learners(account, monday):
        if (account, monday) not in weekly:
            weekly[account, monday] = book.active_learners(account, monday)
        return weekly[account, monday]

    def condition(account, day):
        monday = day - timedelta(days=day.weekday())
        now, before, earlier = (learners(account, monday - back * WEEK) for back in range(3))
        term = book.term_in_force(account, monday)
        return all_of(
            at_least(drop(before, now), 0.5),
            at_least(drop(earlier, before), 0.5),
            less(None if term is None else now / term[3], 0.05),
        )

    return condition


def expected(folder):
    book = Book(folder)
    start, end = (lambda term: term[0]), (lambda term: term[1])
    triggers = {
        "activation_day_21": dated(book, start, 21 * DAY, lambda a, day: less(book.activation_rate(a, day), 0.8)),
        "key_behaviour_day_60": dated(book, start, 60 * DAY, lambda a, day: less(book.key_behaviour_rate(a, day), 0.75)),
        "activity_drop": edges(book, went_quiet(book)),
        "next_term_120": dated(book, end, -120 * DAY, lambda a, day: True),
    }
    probes = [
        {
            "account": account,
            "asOf": day,
            "activationRate": round(book.activation_rate(account, date.fromisoformat(day)), 9),
        }
        for account in PROBES["accounts"]
        for day in PROBES["dates"]
    ]
    return {
        "from": FIRST.isoformat(),
        "to": LAST.isoformat(),
        "accountsEvaluated": len(book.accounts),
        "events": book.events,
        "sweepDays": (LAST - FIRST).days + 1,
        "triggers": {name: sum(map(len, found.values())) for name, found in triggers.items()},
        "accountsTriggered": {name: len(found) for name, found in triggers.items()},
        "episodes": triggers,
        "activationRates": probes,
    }


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--write"]
    folder = arguments[0] if arguments else os.path.join(HERE, "../../../../shared/data/oulad")
    if not os.path.exists(os.path.join(folder, "events.csv")):
        sys.exit(f"{folder} has no events.csv: give the folder with the course data as the first argument")
    text = json.dumps(expected(folder), indent=2) + "\n"
    if "--write" in sys.argv:
        with open(os.path.join(HERE, "expected.json"), "w", encoding="utf-8") as file:
            file.write(text)
    else:
        sys.stdout.write(text)


main()
